//! Sizes of backups, which both engines keep as signed numbers of 64 bits.

use crate::{Result, StoreError};

/// A size as it is kept, if it can be.
pub fn to_kept(size_bytes: Option<u64>) -> Result<Option<i64>> {
    size_bytes
        .map(|size| {
            i64::try_from(size)
                .map_err(|_| StoreError::Invalid(format!("size_bytes is {size}; it must be at most {}", i64::MAX)))
        })
        .transpose()
}
