//! Views of one's own: what becomes of them when a tag that they ask for is named anew or joined.

use desk::view::Filter;
use store::{
    tags,
    views::{self, Draft},
};

use crate::given::{NOW, after_s, agent};
use crate::{Desk, both};

fn draft(name: &str, text: &str, asked: &[&str]) -> Draft {
    let tags = asked.iter().map(ToString::to_string).collect();
    let filter = Filter { text: text.into(), tags, ..Filter::default() };
    Draft { name: name.into(), shared: false, filter }
}

/// a view asks for a tag among its tags and in its search; both get the new name, and what only looks like it stays.
#[tokio::test]
async fn a_view_asks_for_a_tag_by_its_new_name_in_its_search_too() {
    both(async |desk: &Desk| {
        let (asking, stand) = desk
            .write(|tx| {
                let anna = agent(tx, "anna@desk.example")?;
                let vip = tags::add(tx, "VIP")?;
                let long = format!("tag:VIP {}", "x".repeat(485));
                let written = [
                    draft("typed", "lamp tag:VIP  from:zoe", &[]),
                    draft("in other letters", "tag:Vip", &[]),
                    draft("both", "tag:\"VIP\"", &["late", "VIP"]),
                    draft("words", "VIP tag:VIPs \"tag:VIP\"", &[]),
                    draft("full", &long, &[]),
                ];
                for draft in &written {
                    views::add(tx, anna, draft, NOW)?;
                }
                let asking = views::with_tag(tx, "VIP")?.len();
                let tag = tags::by_id(tx, vip)?.expect("it stands");
                tags::rename(tx, &tag, "key customer")?;
                views::retag(tx, "VIP", "key customer", after_s(1))?;
                let stand = views::for_agent(tx, anna, 10)?;
                Ok((asking, stand.into_iter().map(|view| (view.filter.text, view.filter.tags)).collect::<Vec<_>>()))
            })
            .await;
        assert_eq!(asking, 4);
        let none: Vec<String> = Vec::new();
        assert_eq!(stand[0], ("lamp tag:\"key customer\"  from:zoe".into(), none.clone()));
        assert_eq!(stand[1], ("tag:\"key customer\"".into(), none.clone()));
        assert_eq!(stand[2], ("tag:\"key customer\"".into(), vec!["late".into(), "key customer".into()]));
        assert_eq!(stand[3], ("VIP tag:VIPs \"tag:VIP\"".into(), none), "no tag is asked for");
        assert!(stand[4].0.starts_with("tag:VIP x"), "it would become too long");
    })
    .await;
}

/// Search takes `vip` for `VIP` too; where a tag is called just so, it is that one that was meant.
#[tokio::test]
async fn a_tag_that_is_called_just_so_keeps_its_views() {
    both(async |desk: &Desk| {
        let texts = desk
            .write(|tx| {
                let anna = agent(tx, "anna@desk.example")?;
                tags::add(tx, "vip")?;
                let capital = tags::add(tx, "VIP")?;
                views::add(tx, anna, &draft("small", "tag:vip", &[]), NOW)?;
                views::add(tx, anna, &draft("capital", "tag:VIP", &[]), NOW)?;
                let heir = tags::add(tx, "gold")?;
                tags::let_go(tx, capital, Some(heir))?;
                views::retag(tx, "VIP", "gold", after_s(1))?;
                Ok(views::for_agent(tx, anna, 10)?.into_iter().map(|view| view.filter.text).collect::<Vec<_>>())
            })
            .await;
        assert_eq!(texts, ["tag:vip", "tag:gold"]);
    })
    .await;
}
