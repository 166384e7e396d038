package io.tocsin.store.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/** What keeps a PostgreSQL store from being opened, in one line that says what to do. */
final class PostgresFailure {

    /** SQLSTATE of our own: another hub has the name. */
    static final String NAME_TAKEN = "TC001";

    /** Of a server that takes no writes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
    static final String READ_ONLY = "25006";

    private PostgresFailure() {}

    /**
     * @param url the store's; it holds no password
     * @param user who the hub is there; may be empty
     * @param hub the hub's name
     * @return empty where the failure has nothing to do with the store
     */
    static Optional<String> line(String url, String user, String hub, Throwable failure) {
        Optional<String> schema = Optional.empty();
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof UnsafeStoreException unsafe) {
                return Optional.of(unsafe.getMessage());
            }
            if (link instanceof NewerSchemaException || link instanceof OlderSchemaException) {
                return Optional.of("The store " + url + " " + link.getMessage());
            }
            if (link instanceof SQLException refused && refused.getSQLState() != null) {
                Optional<String> words = words(url, user.isEmpty() ? "its user" : user, hub, refused);
                if (words.isPresent()) {
                    return words;
                }
            }
            if (link instanceof FlywayException && schema.isEmpty()) {
                schema = Optional.of("The schema history of the store " + url + " is not as this version left it ("
                        + SqliteFailure.firstWords(link) + "): was it edited, or is this another program's database?"
                        + " Give the hub a database of its own, or restore a backup (docs/operations.md, Backup)");
            }
        }
        return schema;
    }

    private static Optional<String> words(String url, String user, String hub, SQLException refused) {
        String state = refused.getSQLState();
        String said =
                " (" + String.valueOf(refused.getMessage()).lines().findFirst().orElse("") + ")";
        if (state.startsWith("28")) {
            return Optional.of("The store " + url + " refuses " + user
                    + ": look at hub.store.user and hub.store.password, and at the server's pg_hba.conf" + said);
        }
        if (state.equals("55006")) {
            return Optional.of(
                    "Another hub has the store " + url + ", or it is being copied: stop the hub, or wait for the copy");
        }
        if (state.equals(NAME_TAKEN)) {
            return Optional.of("Another hub named " + hub + " has the store " + url
                    + ": stop it, or give this one a name of its own, hub.name (HUB_NAME)");
        }
        if (state.equals("3D000")) {
            return Optional.of(
                    "The store " + url + " is not there: make it first, CREATE DATABASE ... OWNER " + user + said);
        }
        if (state.equals("42501")) {
            return Optional.of("The store " + url + " gives " + user
                    + " no right to make tables: make it the owner of a database or schema of its own" + said);
        }
        if (state.equals(READ_ONLY)) {
            return Optional.of("The store " + url
                    + " takes no writes: it is a replica. Name the primary, or all servers with targetServerType=primary"
                    + said);
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return Optional.of(
                    "The store " + url + " cannot be reached: is the server up, and are host and port right?" + said);
        }
        return Optional.empty();
    }
}
