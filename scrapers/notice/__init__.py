"""Turn an article into a notice: outline, problems, commitments, figures, contacts."""
