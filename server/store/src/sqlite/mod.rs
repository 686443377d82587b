//! The SQLite backend: one file, `sangkien.db`, in the data folder.

use crate::*;
use std::path::Path;

/// A store in a folder. Several processes may have the same folder open.
pub struct SqliteStore {
    identity: Identity,
}

impl SqliteStore {
    /// Opens the store in this folder; creates folder and store if they aren't there, and brings an older store's
    /// tables up to date.
    ///
    /// # Errors
    /// If the folder can't be used, or holds a store made by a newer version.
    pub async fn open(data_dir: &Path) -> Result<Arc<SqliteStore>, StoreError> {
        todo!("{}", data_dir.display())
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn identity(&self) -> &Identity {
        &self.identity
    }
    async fn check_writable(&self) -> Result<(), StoreError> {
        todo!()
    }
    async fn directory(&self) -> Result<Arc<Directory>, StoreError> {
        todo!()
    }
    async fn directory_version(&self) -> Result<u64, StoreError> {
        todo!()
    }
    async fn import_units(&self, _: &[UnitLine]) -> Result<Written, PlanError> {
        todo!()
    }
    async fn save_campaign(&self, _: &Campaign) -> Result<Written, PlanError> {
        todo!()
    }
    async fn import_targets(&self, _: &Slug, _: &[TargetLine], _: Timestamp) -> Result<Written, PlanError> {
        todo!()
    }
    async fn join_code(&self, _: &UnitCode, _: Timestamp) -> Result<Option<JoinCode>, StoreError> {
        todo!()
    }
    async fn join(&self, _: &Join) -> Result<Member, JoinError> {
        todo!()
    }
    async fn member_by_token(&self, _: &TokenHash) -> Result<Option<Member>, StoreError> {
        todo!()
    }
    async fn revoke_token(&self, _: &TokenHash, _: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }
    async fn apply(&self, _: &[Submission], _: Timestamp) -> Result<Applied, StoreError> {
        todo!()
    }
    async fn changes(&self, _: MemberId, _: Position, _: PageLimit) -> Result<Page, StoreError> {
        todo!()
    }
    async fn initiative(&self, _: InitiativeId) -> Result<Option<Initiative>, StoreError> {
        todo!()
    }
    async fn standing(&self) -> Result<Standing, StoreError> {
        todo!()
    }
    async fn daily(&self, _: &Slug, _: &UnitCode) -> Result<Vec<(Date, i64)>, StoreError> {
        todo!()
    }
    async fn target_history(
        &self,
        _: &Slug,
        _: &UnitCode,
        _: &Span,
    ) -> Result<Vec<(Timestamp, model::campaign::Target)>, StoreError> {
        todo!()
    }
    async fn verify(&self) -> Result<Verified, VerifyError> {
        todo!()
    }
    async fn close(&self) {
        todo!()
    }
}
