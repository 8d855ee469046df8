//! Mails that a list sent under its own address, because the author's domain forbids others to send for it (DMARC): From names the list,
//! the author stands elsewhere (Google Groups, Mailman). Only reads; what the list says of the author proves nothing.

use crate::address;
use crate::model::{Address, Mail};

/// Headers that name the address of a list, alone or among links and words.
const LIST_ADDRESS: &[&str] = &["List-Post", "X-BeenThere", "Mailing-List"];
/// Most addresses of lists that are looked at.
const MOST_LISTS: usize = 10;
/// Between the author's name and the list's, in From.
const VIA: &str = " via ";

/// Who wrote a mail that came under a list's address, as the list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The author.
    pub author: Address,
    /// The list's address, which stands in From.
    pub list: String,
}

impl Mail {
    /// The addresses of the lists that this mail came by, in lower case, at most 10.
    pub fn list_addresses(&self) -> Vec<String> {
        let named = LIST_ADDRESS.iter().flat_map(|name| self.headers_named(name)).flat_map(addresses_in);
        let mut all: Vec<String> = named.take(MOST_LISTS).map(str::to_lowercase).collect();
        all.dedup();
        all
    }

    /// The author behind a list that put its own address into From. None for all other mail of lists, and where the list does not name
    /// exactly one author in a header of its own (`X-Original-From`, `X-Original-Sender`) or, as Mailman does, in Reply-To.
    pub fn behind_list(&self) -> Option<Listed> {
        let from = self.from.as_ref().filter(|_| self.from_count == 1)?;
        let is_list = |address: &str| address.eq_ignore_ascii_case(&from.address);
        if !self.list_addresses().iter().any(|list| is_list(list)) {
            return None;
        }
        let author = self.original(is_list)?;
        let name = author.name.filter(|name| !name.trim().is_empty()).or_else(|| before_via(from.name.as_deref()?));
        Some(Listed { author: Address { name, address: author.address }, list: from.address.clone() })
    }

    /// The one other address that the list gives as the author's.
    fn original(&self, is_list: impl Fn(&str) -> bool) -> Option<Address> {
        let answers: Vec<&Address> = self.reply_to.iter().filter(|one| !is_list(&one.address)).collect();
        let original = |name: &str| -> Option<Address> {
            let mut found = address::parse(self.header(name)?.as_bytes()).addresses;
            (found.len() == 1).then(|| found.swap_remove(0)).filter(|one| !is_list(&one.address))
        };
        let sender = original("X-Original-Sender");
        let same = |one: &Address, other: &Address| one.address.eq_ignore_ascii_case(&other.address);
        if let Some(from) = original("X-Original-From") {
            // Whoever only copied the header does not also have answers go there.
            let confirmed = answers.iter().copied().chain(&sender).any(|other| same(other, &from));
            return confirmed.then_some(from);
        }
        let rewritten = self.from.as_ref().and_then(|from| from.name.as_deref()).is_some_and(|name| name.contains(VIA));
        match (sender, answers.as_slice()) {
            (Some(sender), _) => Some(sender),
            (None, [one]) if rewritten => Some((*one).clone()),
            _ => None,
        }
    }
}

/// All addresses in a value such as `list desk@example.org; contact owners@example.org` or `<mailto:desk@example.org>`.
fn addresses_in(value: &str) -> impl Iterator<Item = &str> {
    let words = value.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '?'));
    words.map(|word| word.strip_prefix("mailto:").unwrap_or(word)).filter(|word| word.contains('@'))
}

/// `Zoe Kun` of `'Zoe Kun' via Support`.
fn before_via(name: &str) -> Option<String> {
    let (author, _) = name.rsplit_once(VIA)?;
    let author = author.trim().trim_matches(['\'', '"']).trim();
    (!author.is_empty() && !author.contains('@')).then(|| author.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(head: &str, expect: Option<(&str, &str)>) {
        let raw = format!("{head}\nTo: desk@x.example\nSubject: Printer\n\nHello\n").replace('\n', "\r\n");
        let found = parse(raw.as_bytes()).behind_list();
        let found = found.as_ref().map(|one| (one.author.name.as_deref().unwrap_or("-"), one.author.address.as_str()));
        assert_eq!(found, expect, "{head}");
    }

    /// Edge case 9: Google Groups and Mailman, and what only looks like them.
    #[test]
    fn the_author_behind_a_list_is_found_where_the_list_says_so() {
        let google = "From: \"'Zoe Kun' via Support\" <support@acme.example>\nReply-To: Zoe Kun <zoe@shop.example>\n\
            Mailing-list: list support@acme.example; contact support+owners@acme.example\nX-Original-Sender: zoe@shop.example\n";
        check(&format!("{google}X-Original-From: Zoe Kun <zoe@shop.example>"), Some(("Zoe Kun", "zoe@shop.example")));
        check(google, Some(("Zoe Kun", "zoe@shop.example")));
        let mailman = "From: Zoe Kun via Users <users@lists.example>\nList-Post: <mailto:users@lists.example>\n\
            X-BeenThere: users@lists.example\nX-Mailman-Version: 2.1.39\n";
        let answers = "Reply-To: Zoe Kun <zoe@shop.example>";
        check(&format!("{mailman}{answers}"), Some(("Zoe Kun", "zoe@shop.example")));
        check(&format!("{mailman}{answers}, Users <users@lists.example>"), Some(("Zoe Kun", "zoe@shop.example")));
        // Nobody is named, or several are, or not by the list.
        check(mailman, None);
        check(&format!("{mailman}{answers}, max@shop.example"), None);
        check(&format!("{mailman}X-Original-From: ceo@bank.example\n{answers}"), None);
        // A list that left From alone, and a mail that is of no list or of another one.
        check(
            "From: Zoe <zoe@shop.example>\nList-Post: <mailto:users@lists.example>\nReply-To: users@lists.example",
            None,
        );
        check("From: Zoe via Users <users@lists.example>\nReply-To: zoe@shop.example", None);
        check(
            "From: Zoe via Users <x@evil.example>\nList-Post: <mailto:users@lists.example>\nReply-To: a@b.example",
            None,
        );
        check("From: Users <users@lists.example>\nX-BeenThere: users@lists.example\nReply-To: zoe@shop.example", None);
    }
}
