// Words for the states and sources of articles, and the form of one.
import type { Article, ArticleItem, ArticleNew, ArticleSource, ArticleState } from '../../client/types';
import { msg, t } from '../../kit/text';

const states: Record<ArticleState, string> = { draft: msg('article-draft'), published: msg('article-published') };
const sources: Record<ArticleSource, string> = { written: msg('article-written'), imported: msg('article-imported'), answer: msg('article-of-answer') };

export const stateText = (state: ArticleState) => t(states[state]);
export const sourceText = (source: ArticleSource) => t(sources[source]);

/** The choices of a filter; the first one leaves all in. */
export const stateChoices = () => [{ id: '', text: t('articles-any-state') }, ...(['draft', 'published'] as const).map((id) => ({ id, text: stateText(id) }))];
export const sourceChoices = () => [{ id: '', text: t('articles-any-source') }, ...(['written', 'imported', 'answer'] as const).map((id) => ({ id, text: sourceText(id) }))];

export interface Form {
  title: string;
  body: string;
  asked: string;
  published: boolean;
  language: string;
  link: string;
  alone: boolean;
  mailboxes: string[];
}

/** The form of an article, or of one that is not there yet. */
export function toForm(article: Article | null): Form {
  return {
    title: article?.title ?? '',
    body: article?.body ?? '',
    asked: article?.asked ?? '',
    published: article?.state === 'published',
    language: article?.language ?? '',
    link: article?.link ?? '',
    alone: article?.alone ?? true,
    mailboxes: article?.mailboxes ?? [],
  };
}

/** What is sent of it. */
export function toDraft({ published, language, link, ...rest }: Form): ArticleNew {
  return { ...rest, state: published ? 'published' : 'draft', language: language.trim() || null, link: link.trim() || null };
}

export const articlePath = (id: string) => `/settings/knowledge/${encodeURIComponent(id)}`;

/** What a list says of an article below its title. */
export const told = (one: ArticleItem, when: string) => [sourceText(one.source), one.language ?? '', t('article-changed', { name: one.updated_by.name, when })].filter(Boolean).join(' · ');
