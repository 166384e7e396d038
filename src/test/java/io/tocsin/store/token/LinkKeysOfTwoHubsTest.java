package io.tocsin.store.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.token.LinkSigner;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one hub signs the other opens, and a key that one makes is the other's at its next look. */
@Tag("store")
class LinkKeysOfTwoHubsTest {

    private final SecureRandom random = new SecureRandom();
    private Store store;
    private Store second;

    @BeforeEach
    void open(@TempDir Path folder) {
        Path file = folder.resolve("hub.db");
        store = Store.open(TestStores.at(file), InstantSource.system());
        second = Store.open(TestStores.at(file), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
        second.close();
    }

    private static boolean opens(LinkKeyTable keys, String link) {
        return new LinkSigner(keys).open("test", 1, link).isPresent();
    }

    private static String signed(LinkKeyTable keys) {
        return new LinkSigner(keys).sign("test", new byte[] {7});
    }

    @Test
    void twoThatStartAtOnceOnAnEmptyStoreSignWithOneKey() {
        CompletableFuture<LinkKeyTable> one = CompletableFuture.supplyAsync(() -> LinkKeyTable.open(store, random));
        LinkKeyTable other = LinkKeyTable.open(second, random);
        assertThat(opens(other, signed(one.join()))).isTrue();
        assertThat(opens(one.join(), signed(other))).isTrue();
        assertThat(other.list()).hasSize(1);
        assertThat(LinkKeyTable.open(store, random).list())
                .as("nor does another start make one")
                .hasSize(1);
    }

    @Test
    void aRotationKeepsTheLinksOfTheKeyBeforeAndEndsOlderOnesOnBoth() {
        LinkKeyTable one = LinkKeyTable.open(store, random);
        LinkKeyTable other = LinkKeyTable.open(second, random);
        Revisions looks = new Revisions(second);
        looks.listen(Revisions.LINK_KEYS, other::refresh);
        looks.look();
        String first = signed(one);

        String id = one.rotate("mia", false);
        looks.look();
        assertThat(List.of(opens(one, first), opens(other, first), opens(other, signed(one))))
                .containsOnly(true);
        assertThat(signed(one)).isEqualTo(signed(other)).isNotEqualTo(first);
        assertThat(one.list())
                .hasSize(2)
                .first()
                .extracting(LinkKeyTable.Listed::id)
                .isEqualTo(id);

        String next = signed(one);
        one.rotate("mia", false);
        looks.look();
        assertThat(List.of(opens(one, first), opens(other, first))).containsOnly(false);
        assertThat(opens(other, next)).isTrue();

        one.rotate("mia", true);
        assertThat(opens(one, next)).isFalse();
        assertThat(one.list()).hasSize(1);
        assertThat(store.<Long>read(tx -> tx.createQuery(
                                "SELECT count(*) FROM audit WHERE action = 'links.rotate' AND actor = 'mia'")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(3);
    }
}
