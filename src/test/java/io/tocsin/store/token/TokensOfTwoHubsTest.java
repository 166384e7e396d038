package io.tocsin.store.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.token.Access;
import io.tocsin.model.token.Tokens;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import io.tocsin.store.token.TokenTable.Revoked;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that one hub issues or revokes is the other's at its next look. */
@Tag("store")
class TokensOfTwoHubsTest {
    private final SecureRandom random = new SecureRandom();
    private final String adminOfOne = Tokens.generate(random);
    private final String adminOfOther = Tokens.generate(random);
    private Store store;
    private Store second;
    private TokenTable one;
    private TokenTable other;
    private Revisions looks;

    @BeforeEach
    void open(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        store = Store.open(TestStores.at(file), InstantSource.system());
        second = Store.open(TestStores.at(file), InstantSource.system());
        one = TokenTable.open(store, adminOfOne, random);
        other = TokenTable.open(second, adminOfOther, random);
        looks = new Revisions(second);
        looks.listen(Revisions.TOKENS, other::refresh);
        looks.look();
    }

    @AfterEach
    void close() {
        store.close();
        second.close();
    }

    @Test
    void whatOneHubIssuesOpensTheOtherAndWhatItRevokesDoesNoMore() {
        TokenTable.Issued issued = one.issue("ci", "test");
        looks.look();
        assertThat(new Tokens(other, InstantSource.system()).verify("ci", issued.token()))
                .isTrue();

        one.revoke(issued.id(), "test");
        assertThat(new Tokens(other, InstantSource.system()).verify("ci", issued.token()))
                .as("before it looks")
                .isTrue();
        looks.look();
        assertThat(new Tokens(other, InstantSource.system()).verify("ci", issued.token()))
                .isFalse();
    }

    @Test
    void eachHubsOwnFirstTokenOpensAll() {
        Revisions first = new Revisions(store);
        first.listen(Revisions.TOKENS, one::refresh);
        first.look();

        assertThat(new Tokens(one, InstantSource.system()).access(adminOfOther)).isInstanceOf(Access.Open.class);
        assertThat(new Tokens(other, InstantSource.system()).access(adminOfOne)).isInstanceOf(Access.Open.class);
    }

    @RepeatedTest(5)
    void ofTwoHubsThatRevokeTheLastTwoAdminTokensOneIsRefused() {
        List<String> ids = one.list().stream().map(TokenTable.Listed::id).toList();
        CompletableFuture<Revoked> here = CompletableFuture.supplyAsync(() -> one.revoke(ids.get(0), "test"));
        CompletableFuture<Revoked> there = CompletableFuture.supplyAsync(() -> other.revoke(ids.get(1), "test"));

        assertThat(List.of(here.join(), there.join())).containsExactlyInAnyOrder(Revoked.REVOKED, Revoked.LAST_ADMIN);
    }
}
