"""CMS families: one file each, list items and paging, nothing else."""
