//! The collection of reports' heads. The head comes last and goes first, so that where it is, its content is too.

use async_trait::async_trait;
use model::{AnalysisKind, JobId, NewAuditEntry, Page, PageRequest, ReportHead, ReportId};
use mongodb::bson::{Document, doc, oid::ObjectId};

use super::{
    MongoStore,
    audited::Deed,
    by_age,
    documents::{self, to_date},
    fault::UnitResult,
    repeat::repeat,
    report_parts,
    unit::Unit,
};
use crate::{Conflict, Reports, Result, StoreError};

/// A head whose content has been written.
pub struct Written<'a> {
    pub head: &'a ReportHead,
    pub batch: ObjectId,
    pub size: usize,
}

impl Written<'_> {
    pub fn to_document(&self) -> Result<Document> {
        Ok(doc! {
            "_id": self.head.id.as_str(),
            "created_at": to_date(self.head.created_at),
            "head": documents::to_part(self.head)?,
            "batch": self.batch,
            "size": i64::try_from(self.size).unwrap_or(i64::MAX),
        })
    }
}

fn read_head(document: &Document) -> Result<ReportHead> {
    documents::part(document, "head")
}

/// Refuses a head whose id is taken. One that the same job left behind is none: its worker died before the job ended.
pub async fn check_free(unit: &mut Unit<'_>, head: &ReportHead, job: Option<&JobId>) -> UnitResult<()> {
    let found = unit.find(&unit.collections.reports, doc! { "_id": head.id.as_str() }).await?;
    let is_ours = |taken: &Document| job.is_some_and(|job| taken.get_str("job").is_ok_and(|by| by == job.as_str()));
    if found.is_none_or(|taken| is_ours(&taken)) { Ok(()) } else { Err(Conflict::ReportExists.into()) }
}

/// Adding a report that came from a file.
struct Add<'a>(Written<'a>);

#[async_trait]
impl Deed for Add<'_> {
    type Found = ();

    async fn find_done(&self, unit: &mut Unit<'_>) -> UnitResult<Option<()>> {
        // Nobody else knows the batch, so its head is ours, and only the answer was lost.
        let ours = doc! { "_id": self.0.head.id.as_str(), "batch": self.0.batch };
        Ok(unit.find(&unit.collections.reports, ours).await?.map(drop))
    }

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        check_free(unit, self.0.head, None).await
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        Ok(unit.insert(&unit.collections.reports, &self.0.to_document()?).await?)
    }
}

/// Removing a report; gives the batch of its content.
struct Remove<'a>(&'a ReportId);

impl Remove<'_> {
    async fn find(&self, unit: &mut Unit<'_>) -> UnitResult<Document> {
        unit.expect(&unit.collections.reports, doc! { "_id": self.0.as_str() }).await
    }
}

#[async_trait]
impl Deed for Remove<'_> {
    type Found = ObjectId;

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        self.find(unit).await.map(drop)
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<ObjectId> {
        let head = self.find(unit).await?;
        unit.delete(&unit.collections.reports, doc! { "_id": self.0.as_str() }).await?;
        Ok(documents::object_id(&head, "batch")?)
    }
}

impl MongoStore {
    async fn find_head(&self, id: &ReportId) -> Result<Option<Document>> {
        repeat(|| self.collections.reports.find_one(doc! { "_id": id.as_str() })).await
    }
}

#[async_trait]
impl Reports for MongoStore {
    async fn add_report(&self, head: &ReportHead, content: &[u8], audit: NewAuditEntry) -> Result<()> {
        let batch = report_parts::write(&self.collections, content).await?;
        let outcome = self.audited(&Add(Written { head, batch, size: content.len() }), audit).await;
        if let Err(StoreError::Conflict(_)) = outcome {
            report_parts::clear(&self.collections, batch).await;
        }
        outcome
    }

    async fn find_report(&self, id: &ReportId) -> Result<Option<ReportHead>> {
        self.find_head(id).await?.as_ref().map(read_head).transpose()
    }

    async fn read_report(&self, id: &ReportId) -> Result<Option<Vec<u8>>> {
        let Some(head) = self.find_head(id).await? else { return Ok(None) };
        let size = usize::try_from(documents::number(&head, "size")?).unwrap_or(usize::MAX);
        let batch = documents::object_id(&head, "batch")?;
        if let Some(content) = report_parts::read(&self.collections, batch, size).await? {
            return Ok(Some(content));
        }
        // Somebody may have removed it while it was read.
        match self.find_head(id).await? {
            Some(_) => Err(report_parts::incomplete(id)),
            None => Ok(None),
        }
    }

    async fn list_reports(&self, kind: Option<AnalysisKind>, page: PageRequest) -> Result<Page<ReportHead>> {
        let query = kind.map_or_else(Document::new, |kind| doc! { "head.kind": kind.as_str() });
        let reports = &self.collections.reports;
        by_age::list(reports, query, &page, read_head, |head| (head.created_at, head.id.as_str())).await
    }

    async fn remove_report(&self, id: &ReportId, audit: NewAuditEntry) -> Result<()> {
        let batch = self.audited(&Remove(id), audit).await?;
        report_parts::clear(&self.collections, batch).await;
        Ok(())
    }
}
