package io.tocsin.store.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.token.Access;
import io.tocsin.model.token.Holder;
import io.tocsin.model.token.Role;
import io.tocsin.model.token.Tokens;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import io.tocsin.store.token.TokenTable.Revoked;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles, ends and uses of tokens, as the store has them and as two hubs on it see them. */
@Tag("store")
class TokensInStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SecureRandom random = new SecureRandom();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private Store store;
    private Store second;
    private TokenTable one;
    private TokenTable other;
    private Revisions looks;

    @BeforeEach
    void open(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        store = Store.open(TestStores.at(file), clock);
        second = Store.open(TestStores.at(file), clock);
        String admin = Tokens.generate(random);
        one = TokenTable.open(store, admin, random);
        other = TokenTable.open(second, admin, random);
        looks = new Revisions(second);
        looks.listen(Revisions.TOKENS, other::refresh);
        looks.look();
    }

    @AfterEach
    void close() {
        store.close();
        second.close();
    }

    private Access at(TokenTable table, TokenTable.Issued issued) {
        return new Tokens(table, clock).access(issued.token());
    }

    private TokenTable.Issued issue(Role role, Optional<Instant> until) {
        TokenTable.Issued issued = one.issue(new NewToken(role.scope(), "grafana", Optional.of("ann"), until), "test");
        looks.look();
        return issued;
    }

    @Test
    void aRoleAPersonAndAnEndAreKnownToTheOtherHubUntilItIsRevoked() {
        Instant end = clock.instant().plus(Duration.ofDays(90));
        TokenTable.Issued issued = issue(Role.VIEWER, Optional.of(end));
        Holder ann = new Holder(issued.id(), Role.VIEWER, Optional.of("ann"));

        assertThat(at(other, issued)).isEqualTo(new Access.Open(ann));
        assertThat(one.find(issued.id()).orElseThrow())
                .extracting(TokenTable.Listed::scope, TokenTable.Listed::name, TokenTable.Listed::expiresAt)
                .containsExactly(":viewer", "grafana", Optional.of(end));
        assertThat(store.<String>read(tx -> tx.createQuery("SELECT detail FROM audit WHERE target = :id")
                        .bind("id", issued.id())
                        .mapTo(String.class)
                        .one()))
                .isEqualTo(":viewer grafana, of ann, until " + end);

        other.revoke(issued.id(), "test");
        assertThat(at(other, issued)).isInstanceOf(Access.Closed.class);
        one.refresh();
        assertThat(at(one, issued)).isInstanceOf(Access.Closed.class);
    }

    @Test
    void onBothHubsAnEndIsAnEndAndItsHolderIsToldForAMonth() {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        TokenTable.Issued issued = issue(Role.RESPONDER, Optional.of(end));
        clock.advance(Duration.ofHours(1));
        Holder ann = new Holder(issued.id(), Role.RESPONDER, Optional.of("ann"));
        assertThat(List.of(at(one, issued), at(other, issued))).containsOnly(new Access.Expired(ann, end));

        clock.advance(Duration.ofDays(29));
        one.refresh();
        assertThat(at(one, issued)).isInstanceOf(Access.Expired.class);
        clock.advance(Duration.ofDays(2));
        one.refresh();
        assertThat(at(one, issued)).isInstanceOf(Access.Closed.class);
    }

    @Test
    void anAdminThatExpiresDoesNotCountAsTheLastOne() {
        String first = one.list().get(0).id();
        TokenTable.Issued passing =
                issue(Role.ADMIN, Optional.of(clock.instant().plusSeconds(60)));
        assertThat(one.revoke(first, "test")).isEqualTo(Revoked.LAST_ADMIN);
        assertThat(one.revoke(passing.id(), "test")).isEqualTo(Revoked.REVOKED);
        issue(Role.ADMIN, Optional.empty());
        assertThat(one.revoke(first, "test")).isEqualTo(Revoked.REVOKED);
    }

    @Test
    void usesAreOneChangeAndTheLaterOneOfTwoHubsCounts() {
        TokenTable.Issued issued = issue(Role.VIEWER, Optional.empty());
        assertThat(one.find(issued.id()).orElseThrow().lastUsedAt()).isEmpty();

        Instant early = clock.instant();
        at(one, issued);
        clock.advance(Duration.ofSeconds(30));
        IntStream.range(0, 100).forEach(again -> at(other, issued));
        assertThat(written(issued)).as("nothing is written by a request").isEmpty();
        assertThat(one.find(issued.id()).orElseThrow().lastUsedAt()).contains(early);

        other.writeUses();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(written(issued)).contains(clock.instant()));
        one.writeUses(); // an earlier use
        clock.advance(Duration.ofSeconds(60));
        issue(Role.VIEWER, Optional.empty()); // behind it in the one writer of this hub
        assertThat(written(issued)).contains(clock.instant().minusSeconds(60));
        assertThat(one.find(issued.id()).orElseThrow().lastUsedAt())
                .contains(clock.instant().minusSeconds(60));
    }

    private Optional<Instant> written(TokenTable.Issued issued) {
        long at = store.read(tx -> tx.createQuery("SELECT coalesce(last_used_at, 0) FROM token WHERE id = :id")
                .bind("id", issued.id())
                .mapTo(Long.class)
                .one());
        return Optional.of(at).filter(millis -> millis > 0).map(Instant::ofEpochMilli);
    }

    @Test
    void ofAFloodOfDeniedAttemptsOneAnHourIsNoted() {
        AtomicLong nanos = new AtomicLong();
        DeniedAttempts denied = new DeniedAttempts(store, nanos::get);
        Holder ann = new Holder("tok_1", Role.VIEWER, Optional.of("ann"));
        IntStream.range(0, 1_000).forEach(again -> denied.note(ann, "GET /v1/tokens", "GET /v1/tokens needs more"));
        denied.note(ann, "GET /v1/audit", "too little");
        nanos.addAndGet(DeniedAttempts.QUIET.toNanos());
        denied.note(ann, "GET /v1/tokens", "y".repeat(10_000));
        await().atMost(PATIENCE).until(() -> rows().size() == 3);
        assertThat(rows())
                .startsWith("ann (tok_1): GET /v1/tokens needs more", "ann (tok_1): GET /v1/audit: too little");
        assertThat(rows().get(2)).hasSizeLessThan(600);
    }

    private List<String> rows() {
        return store.read(tx -> tx.createQuery(
                        "SELECT actor || ': ' || detail FROM audit WHERE action = 'access.denied' ORDER BY id")
                .mapTo(String.class)
                .list());
    }
}
