//! Settings: one value for each name, read as the type that it was written as.

use store::{Error, changes, settings};

use crate::given::NOW;
use crate::{Desk, both};

/// SO-2
#[tokio::test]
async fn a_setting_is_written_read_and_told() {
    both(async |desk: &Desk| {
        let channel = async || desk.read(|tx| settings::get::<bool>(tx, settings::EMAIL_CHANNEL)).await;
        assert_eq!(channel().await, None);
        desk.write(|tx| settings::set(tx, settings::EMAIL_CHANNEL, &true, NOW)).await;
        assert_eq!(channel().await, Some(true));
        desk.write(|tx| settings::set(tx, settings::EMAIL_CHANNEL, &false, NOW)).await;
        assert_eq!(channel().await, Some(false));
        let told = desk.read(|tx| changes::after(tx, 0, 10)).await;
        assert_eq!(told.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["email_channel"; 2]);
    })
    .await;
}

#[tokio::test]
async fn a_default_never_overwrites_what_somebody_chose() {
    both(async |desk: &Desk| {
        desk.write(|tx| settings::set_new(tx, settings::COMPANY_NAME, &"Default", NOW)).await;
        desk.write(|tx| settings::set_new(tx, settings::COMPANY_NAME, &"Later", NOW)).await;
        let name = async || desk.read(|tx| settings::get::<String>(tx, settings::COMPANY_NAME)).await;
        assert_eq!(name().await.as_deref(), Some("Default"));
        desk.write(|tx| settings::set(tx, settings::COMPANY_NAME, &"Žluťoučký", NOW)).await;
        assert_eq!(name().await.as_deref(), Some("Žluťoučký"));
        let wrong = desk.db.read(|tx| settings::get::<bool>(tx, settings::COMPANY_NAME)).await;
        assert!(matches!(wrong, Err(Error::Unreadable { .. })), "{wrong:?}");
    })
    .await;
}
