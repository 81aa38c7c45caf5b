-- Who holds which role: MariaDB and MySQL keep it in tables of other names.
-- grants:
CREATE VIEW role_holders AS
/*M! SELECT m.User AS user_name, m.Host AS host, m.Role AS role_name FROM mysql.roles_mapping m */
/*!80000 SELECT m.TO_USER AS user_name, m.TO_HOST AS host, m.FROM_USER AS role_name FROM mysql.role_edges m */
