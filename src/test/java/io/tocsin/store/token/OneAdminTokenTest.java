package io.tocsin.store.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.token.Tokens;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.SqliteDialect;
import io.tocsin.store.sql.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revoking the first admin token ends all that it opened. */
class OneAdminTokenTest {
    private final SecureRandom random = new SecureRandom();
    private final String first = Tokens.generate(random);
    private Dialect dialect;
    private String url;

    @BeforeEach
    void place(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        dialect = new SqliteDialect(file);
        url = "jdbc:sqlite:" + file;
    }

    @Test
    void theFirstTokenIsOneRowThatOpensAllUntilItIsRevoked() {
        try (Store store = Store.open(dialect, InstantSource.system())) {
            TokenTable table = TokenTable.open(store, first, random);
            Tokens tokens = new Tokens(table);
            assertThat(table.list()).extracting(TokenTable.Listed::scope).containsExactly(Tokens.ADMIN);
            assertThat(tokens.verifyAdmin(first)).isTrue();
            assertThat(tokens.verify("ci", first)).isTrue();

            table.issue(Tokens.ADMIN, "test");
            table.revoke(table.list().get(0).id(), "test");

            assertThat(tokens.verifyAdmin(first)).isFalse();
            assertThat(tokens.verify("ci", first)).isFalse();
            assertThat(new Tokens(TokenTable.open(store, first, random)).verify("ci", first))
                    .as("after a restart, too")
                    .isFalse();
        }
    }

    @Test
    void aStoreOfBeforeLosesTheSecondRowAndKeepsWhatOthersWereIssued() throws Exception {
        Flyway.configure()
                .dataSource(url, "", "")
                .locations(dialect.migrations())
                .target("5")
                .load()
                .migrate();
        String other = Tokens.generate(random);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            insert(statement, "tok_1", Tokens.ADMIN, first, "1");
            insert(statement, "tok_2", Tokens.ANY_SOURCE, first, "NULL");
            insert(statement, "tok_3", Tokens.ANY_SOURCE, other, "NULL");
            insert(statement, "tok_4", Tokens.ADMIN, other + "x", "NULL");
        }

        try (Store store = Store.open(dialect, InstantSource.system())) {
            Tokens tokens = new Tokens(TokenTable.open(store, first, random));

            assertThat(tokens.verify("ci", first))
                    .as("its admin row was revoked before")
                    .isFalse();
            assertThat(tokens.verify("ci", other)).isTrue();
        }
    }

    private static void insert(Statement statement, String id, String scope, String token, String revoked)
            throws Exception {
        String hash = HexFormat.of().formatHex(Tokens.hash(token));
        statement.executeUpdate("INSERT INTO token (id, source, hash, created_at, revoked_at) VALUES ('" + id + "', '"
                + scope + "', '" + hash + "', 1, " + revoked + ")");
    }
}
