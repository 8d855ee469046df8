// Short names for what the server takes and answers. The types themselves are generated from its OpenAPI document.
import type { components } from './schema';

type Schemas = components['schemas'];
/** What the server already names and this desk does not show yet. */
type Later = 'parts_hidden';

export type Address = Schemas['Address'];
export type AgentChange = Schemas['AgentChange'];
export type AgentRef = Schemas['AgentRef'];
export type ApiToken = Schemas['ApiToken'];
export type Arrival = Omit<Schemas['Arrival'], 'trace'> & { trace: TraceStep[] };
export type ArrivalDetail = Omit<Schemas['ArrivalDetail'], 'trace'> & { trace: TraceStep[] };
export type Assistant = Schemas['Assistant'];
export type AssistantDraft = Schemas['AssistantDraft'];
export type AssistantMode = Schemas['AssistantMode'];
export type AssistantPair = Schemas['AssistantPair'];
export type AssistantPlace = Schemas['AssistantPlace'];
export type AssistantRef = Schemas['AssistantRef'];
export type AssistantSource = Schemas['AssistantSource'];
export type AssistantTold = Schemas['AssistantTold'];
export type AssistantTurn = Schemas['AssistantTurn'];
export type Attachment = Schemas['Attachment'];
export type AuditEntry = Omit<Schemas['AuditEntry'], 'data'> & { data: Record<string, unknown> };
export type Viewer = Schemas['Viewer'];
export type BulkOutcome = Schemas['BulkOutcome'];
export type BulkChange = Schemas['BulkChange'];
export type Category = Schemas['Category'];
export type CategoryField = Schemas['CategoryField'];
export type CategoryFieldChange = Schemas['CategoryFieldChange'];
export type CategoryFieldNew = Schemas['CategoryFieldNew'];
export type CategoryRef = Schemas['CategoryRef'];
export type CategoryUse = Schemas['CategoryUse'];
export type Company = Schemas['Company'];
/** A company as the form writes it: everything said. */
export type CompanyDraft = Required<Schemas['CompanyNew']>;
export type Contact = Schemas['Contact'];
export type ContactChange = Schemas['ContactChange'];
export type ContactField = Schemas['ContactField'];
/** A field as the form writes it: everything said. */
export type ContactFieldDraft = Required<Schemas['ContactFieldNew']>;
export type FieldKind = Schemas['FieldKind'];
export type ContactItem = Schemas['ContactItem'];
export type Conversation = Omit<Schemas['Conversation'], 'events' | 'messages' | Later> & { events: ConversationEvent[]; messages: Message[] };
export type ConversationAgent = Schemas['ConversationAgent'];
export type ConversationChange = Schemas['ConversationChange'];
export type ConversationEvent = Omit<Schemas['ConversationEvent'], 'data'> & { data: Record<string, unknown> };
export type ConversationItem = Omit<Schemas['ConversationItem'], Later>;
export type DomainFinding = Schemas['DomainFinding'];
export type DomainList = Schemas['DomainList'];
export type Delivery = Schemas['Delivery'];
export type DraftNew = Schemas['DraftNew'];
export type DraftShown = Schemas['Draft'];
export type DeliveryState = Schemas['DeliveryState'];
export type EmailPolicy = Schemas['EmailPolicy'];
export type HealthLine = Schemas['HealthLine'];
export type Gap = Schemas['Gap'];
export type Incoming = Schemas['IncomingDraft'];
export type Ledger = Schemas['Ledger'];
export type LedgerLine = Schemas['LedgerLine'];
export type Mailbox = Schemas['Mailbox'];
export type MailboxChange = Schemas['MailboxChange'];
/** A mailbox as the form writes it: everything said. */
export type MailboxDraft = Required<Omit<Schemas['MailboxNew'], 'policy' | 'save_anyway'>> & Pick<Schemas['MailboxNew'], 'policy' | 'save_anyway'>;
export type MailboxPolicy = Schemas['MailboxPolicy'];
export type BusinessHours = Schemas['BusinessHours'];
export type BusinessDay = Schemas['BusinessDay'];
export type Holiday = Schemas['Holiday'];
export type MailboxPolicyChange = Schemas['MailboxPolicyChange'];
export type MailboxRef = Schemas['MailboxRef'];
export type Me = Schemas['Me'];
export type Evidence = Omit<Schemas['EvidenceShown'], 'reasons'> & { reasons: { reason: string; facts: unknown }[] };
export type MeChange = Schemas['MeChange'];
export type Merging = Schemas['Merging'];
export type Message = Omit<Schemas['Message'], 'trace' | 'evidence' | Later> & { trace: TraceStep[]; evidence: Evidence | null };
export type NewConversation = Schemas['ConversationNew'] & { to: Address[] };
export type NewMessage = Schemas['MessageNew'] & { to?: Address[]; cc?: Address[]; bcc?: Address[] };
export type Outgoing = Schemas['OutgoingDraft'];
export type Person = Schemas['Agent'];
export type Preset = Schemas['Preset'];
export type Priority = Schemas['Priority'];
export type Presence = Schemas['Presence'];
export type PresenceChoice = Schemas['PresenceChoice'];
export type OwnPresence = Schemas['OwnPresence'];
export type CountsAs = Schemas['CountsAs'];
export type OnBoard = Schemas['OnBoard'];
export type PushNew = Schemas['PushNew'];
export type Queue = Schemas['Queue'];
export type Routing = Schemas['Routing'];
/** A queue as the form writes it: everything said. */
export type QueueDraft = Omit<Queue, 'id'>;
export type QueueCount = Schemas['QueueCount'];
export type QueueRef = Schemas['QueueRef'];
export type Recipient = Schemas['DeliveryRecipient'];
export type Role = Schemas['Role'];
export type RolePowers = Schemas['RolePowers'];
export type SecondFactor = Schemas['SecondFactor'];
export type SecondFactorSecret = Schemas['SecondFactorSecret'];
export type Security = Schemas['Tls'];
export type Rule = Schemas['Rule'];
export type RuleAction = Schemas['RuleAction'];
export type RuleChange = Schemas['RuleChange'];
export type RuleCondition = Schemas['RuleCondition'];
export type RuleDid = Schemas['RuleDid'];
/** A rule as the form writes it: everything said. */
export type RuleDraft = Pick<Rule, 'name' | 'enabled' | 'when' | 'if' | 'then'>;
export type RuleGroup = Schemas['RuleGroup'];
export type RuleRehearsal = Schemas['RuleRehearsal'];
export type RuleWhen = Schemas['RuleWhen'];
export type Article = Schemas['Article'];
export type ArticleChange = Schemas['ArticleChange'];
export type ArticleFile = Schemas['ArticleFile'];
export type ArticleImported = Schemas['ArticleImported'];
export type ArticleItem = Schemas['ArticleItem'];
export type ArticleNew = Schemas['ArticleNew'];
export type ArticleSource = Schemas['ArticleSource'];
export type ArticleState = Schemas['ArticleState'];
export type HelpAnswer = Schemas['HelpAnswer'];
export type HelpRequest = Schemas['HelpRequest'];
export type Passage = Schemas['Passage'];
export type Session = Schemas['Session'];
export type ReportBreakdown = Schemas['ReportBreakdown'];
export type ReportDimension = 'agent' | 'queue' | 'mailbox' | 'category' | 'tag';
export type ReportFigures = Schemas['ReportFigures'];
export type ReportSummary = Schemas['ReportSummary'];
export type ReportThing = Schemas['ReportThing'];
export type Settings = Schemas['Settings'];
export type SettingsChange = Schemas['SettingsChange'];
export type Due = Schemas['Due'];
export type SlaPolicy = Schemas['SlaPolicy'];
export type SlaPolicyDraft = Schemas['SlaPolicyDraft'];
export type SurveySummary = Schemas['SurveySummary'];
export type Suggestion = Schemas['Suggestion'];
export type Snippet = Schemas['Snippet'];
/** A snippet as the form writes it: everything said. */
export type SnippetDraft = Omit<Snippet, 'id'>;
export type SplitNew = Schemas['SplitNew'];
export type Status = Schemas['Status'];
export type TestStep = Schemas['TestStep'];
export type TraceStep = Omit<Schemas['TraceStep'], 'facts'> & { facts: unknown };
export type TrustTest = Schemas['TrustTest'];
export type View = Schemas['View'];
export type ViewId = Schemas['ViewId'];
export type OwnView = Schemas['OwnView'];
export type OwnViewCount = Schemas['OwnViewCount'];
export type ViewDraft = Schemas['ViewNew'];
export type ViewFilter = Schemas['ViewFilter'];
/** A list of conversations: a view, one of somebody's own, or what is open in one queue. */
export type Place = ViewId | `own:${string}` | `queue:${string}`;

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
export type Webhook = Schemas['Webhook'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
/** What of an endpoint can be edited. */
export type WebhookDraft = Pick<Webhook, 'url' | 'description' | 'kinds' | 'enabled'>;
export type OwnSignature = Schemas['OwnSignature'];
export type SignatureBelow = Schemas['SignatureBelow'];
export type Tag = Schemas['Tag'];
export type Template = Schemas['TemplateShown'];
export type TemplateDraft = Schemas['TemplateDraft'];
export type TemplateKind = Schemas['TemplateKind'];
export type TemplatePreview = Schemas['TemplatePreview'];
