package io.tocsin.store.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.token.Access;
import io.tocsin.model.token.Tokens;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.SqliteDialect;
import io.tocsin.store.sql.SqliteOnly;
import io.tocsin.store.sql.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revoking the first admin token ends all that it opened. */
@SqliteOnly
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
            Tokens tokens = new Tokens(table, InstantSource.system());
            assertThat(table.list()).extracting(TokenTable.Listed::scope).containsExactly(Tokens.ADMIN);
            assertThat(tokens.access(first)).isInstanceOf(Access.Open.class);
            assertThat(tokens.verify("ci", first)).isTrue();

            table.issue(Tokens.ADMIN, "test");
            table.revoke(table.list().get(0).id(), "test");

            assertThat(tokens.access(first)).isInstanceOf(Access.Closed.class);
            assertThat(tokens.verify("ci", first)).isFalse();
            assertThat(new Tokens(TokenTable.open(store, first, random), InstantSource.system()).verify("ci", first))
                    .as("after a restart, too")
                    .isFalse();
        }
    }
}
