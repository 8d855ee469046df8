//! Message files: each parses, holds no message twice, and all languages of a folder hold the same messages.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use crate::tree::{SourceFile, files, report};

/// Messages, terms and their attributes (`sign-in.label`), in order.
fn keys(text: &str) -> Vec<String> {
    let mut message = String::new();
    let mut keys = Vec::new();
    for line in text.lines() {
        let Some((name, _)) = line.split_once('=') else { continue };
        let name = name.trim_end();
        let word =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if word(name) {
            name.clone_into(&mut message);
            keys.push(message.clone());
        } else if let Some(attribute) = name.trim_start().strip_prefix('.').filter(|attribute| word(attribute)) {
            keys.push(format!("{message}.{attribute}"));
        }
    }
    keys
}

/// The files that say the same in different languages: `locales/en.ftl`, `locales/en/desk.ftl` and their siblings.
fn group(path: &str) -> Option<(String, String)> {
    let (folder, rest) = path.strip_suffix(".ftl")?.rsplit_once("locales/")?;
    let (language, file) = rest.split_once('/').unwrap_or((rest, ""));
    Some((format!("{folder}locales/*/{file}"), language.to_owned()))
}

fn check(files: &[SourceFile]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut groups: BTreeMap<String, Vec<(&SourceFile, BTreeSet<String>)>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.is(&[".ftl"])) {
        if let Err((_, errors)) = FluentResource::try_new(file.text.clone()) {
            findings.extend(errors.into_iter().map(|error| format!("{}: {error}", file.path)));
        }
        let keys = keys(&file.text);
        let unique: BTreeSet<String> = keys.iter().cloned().collect();
        let mut seen = BTreeSet::new();
        findings.extend(
            keys.iter().filter(|key| !seen.insert(*key)).map(|key| format!("{}: {key} stands twice", file.path)),
        );
        match group(&file.path) {
            Some((name, _)) => groups.entry(name).or_default().push((file, unique)),
            None => findings.push(format!("{}: message files lie in a folder `locales`", file.path)),
        }
    }
    for languages in groups.values() {
        let all: BTreeSet<&String> = languages.iter().flat_map(|(_, keys)| keys).collect();
        for (file, keys) in languages {
            findings.extend(
                all.iter().filter(|key| !keys.contains(**key)).map(|key| format!("{}: {key} is missing", file.path)),
            );
        }
    }
    findings
}

#[test]
fn message_files_parse_and_agree() {
    let files = files();
    assert!(files.iter().any(|file| file.is(&[".ftl"])), "no message file found");
    report("message files", check(&files));
}

#[test]
fn a_missing_double_or_broken_message_is_found() {
    let check = |files: &[(&str, &str)]| {
        check(&files.iter().map(|(path, text)| SourceFile::made_up(path, text)).collect::<Vec<_>>())
    };
    let good = "# A comment.\nsign-in = Sign in\n    .label = E-mail\nmails = { $n ->\n    [one] one = mail\n   *[other] { $n } mails\n}\n";
    assert_eq!(keys(good), ["sign-in", "sign-in.label", "mails"]);
    assert_eq!(check(&[("ui/locales/en.ftl", good), ("ui/locales/cs.ftl", good)]), [""; 0]);
    assert_eq!(check(&[("ui/locales/en.ftl", good), ("ui/locales/cs.ftl", "sign-in = X\n    .label = Y\n")]).len(), 1);
    assert_eq!(check(&[("ui/locales/en/desk.ftl", good), ("ui/locales/en/admin.ftl", "other = X\n")]), [""; 0]);
    assert_eq!(check(&[("ui/locales/en.ftl", "a = X\na = Y\n")]).len(), 1);
    assert!(!check(&[("ui/locales/en.ftl", "a = { $broken\n")]).is_empty());
}
