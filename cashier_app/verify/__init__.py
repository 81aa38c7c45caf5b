"""What must hold in the database: reads only, and uses nothing of the code that writes money."""
