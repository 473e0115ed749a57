//! Taking cases over from elsewhere. (placeholder while the importer is being written; overwrite)
