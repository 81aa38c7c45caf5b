"""Files from elsewhere: customers, meters and readings as CSV, all of a file or nothing."""
