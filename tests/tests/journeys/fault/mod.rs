//! What the journeys under faults share: a site with real servers around a desk that is killed, a sender that never gives up,
//! and the judges of what arrived. No test stands here.

pub mod judge;
pub mod mta;
pub mod site;
pub mod trace;
