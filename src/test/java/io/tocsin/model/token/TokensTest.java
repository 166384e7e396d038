package io.tocsin.model.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.source.accept.SourceName;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, List<TokenHash>> known = new HashMap<>();
    private final List<String> used = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Tokens tokens = new Tokens(
            new TokenStore() {
                @Override
                public List<TokenHash> forSource(String source) {
                    return known.getOrDefault(source, List.of());
                }

                @Override
                public void used(String name, Instant at) {
                    used.add(name + " " + at);
                }
            },
            () -> now);

    @Test
    void aTokenOpensItsOwnSourceOnly() {
        String token = allow("ci");

        assertThat(tokens.verify("ci", token)).isTrue();
        assertThat(tokens.verify("cd", token)).isFalse();
        assertThat(tokens.verify("ci", token + "x")).isFalse();
        assertThat(tokens.verify("ci", "")).isFalse();
    }

    @Test
    void whileATokenIsRotatedBothAreGood() {
        String old = allow("ci");
        String fresh = allow("ci");

        assertThat(tokens.verify("ci", old)).isTrue();
        assertThat(tokens.verify("ci", fresh)).isTrue();
    }

    @Test
    void aTokenForAnySourceIsNoneForTheApiButAnAdminTokenMayPost() {
        String any = allow(Tokens.ANY_SOURCE);
        String admin = allow(Tokens.ADMIN);

        assertThat(tokens.verify("ci", any)).isTrue();
        assertThat(tokens.access(any)).isInstanceOf(Access.Closed.class);
        assertThat(tokens.access(admin)).isEqualTo(new Access.Open(new Holder("t0", Role.ADMIN, Optional.empty())));
        assertThat(tokens.verify("ci", admin)).isTrue();
        assertThat(SourceName.isValid(Tokens.ADMIN)).isFalse();
        assertThat(SourceName.isValid(Tokens.ANY_SOURCE)).isFalse();
        assertThat(SourceName.isValid("evt_shop"))
                .as("the API takes such a path")
                .isFalse();
        assertThat(SourceName.isValid("evt-shop")).isTrue();
    }

    @Test
    void aRoleIncludesThoseBelowItAndOnlyAnAdminsTokenPosts() {
        String viewer = allow(Role.VIEWER.scope());
        String responder = allow(Role.RESPONDER.scope());

        assertThat(tokens.access(viewer)).isEqualTo(new Access.Open(new Holder("t0", Role.VIEWER, Optional.empty())));
        assertThat(tokens.access(responder))
                .isEqualTo(new Access.Open(new Holder("t0", Role.RESPONDER, Optional.empty())));
        assertThat(List.of(viewer, responder)).noneMatch(token -> tokens.verify("ci", token));
        assertThat(Arrays.stream(Role.values()).filter(Role.RESPONDER::allows))
                .containsExactly(Role.VIEWER, Role.RESPONDER);
        assertThat(Arrays.stream(Role.values()).map(Role::scope)).noneMatch(SourceName::isValid);
    }

    @Test
    void anExpiredTokenOpensNothingAndItsHolderIsToldSo() {
        Instant end = now.plusSeconds(60);
        String admin = Tokens.generate(random);
        String source = Tokens.generate(random);
        known.put(Tokens.ADMIN, List.of(new TokenHash("a", Tokens.hash(admin), Optional.of(end), Optional.of("ann"))));
        known.put("ci", List.of(new TokenHash("s", Tokens.hash(source), Optional.of(end), Optional.empty())));
        Holder ann = new Holder("a", Role.ADMIN, Optional.of("ann"));

        now = end.minusMillis(1);
        assertThat(tokens.access(admin)).isEqualTo(new Access.Open(ann));
        assertThat(List.of(tokens.verify("ci", source), tokens.verify("ci", admin)))
                .containsOnly(true);
        now = end;
        assertThat(tokens.access(admin)).isEqualTo(new Access.Expired(ann, end));
        assertThat(List.of(tokens.verify("ci", source), tokens.verify("ci", admin), tokens.opens("ci", source)))
                .containsOnly(false);
    }

    @Test
    void onlyWhatATokenOpenedIsAUseOfIt() {
        String token = allow("ci");
        tokens.verify("cd", token);
        tokens.access(token);
        assertThat(used).isEmpty();
        tokens.verify("ci", token);
        assertThat(used).containsExactly("t0 " + now);
    }

    @Test
    void tokensAreLongDistinctAndRecognisable() {
        Set<String> many = new HashSet<>();
        IntStream.range(0, 1000).forEach(n -> many.add(Tokens.generate(random)));

        assertThat(many).hasSize(1000).allMatch(token -> token.matches("tsn_[A-Za-z0-9_-]{43}"));
    }

    @Test
    void whatIsKeptOfATokenIsNotTheToken() {
        String token = Tokens.generate(random);
        assertThat(Tokens.hash(token)).hasSize(32);
        assertThat(Arrays.equals(Tokens.hash(token), token.getBytes())).isFalse();
    }

    private String allow(String scope) {
        String token = Tokens.generate(random);
        List<TokenHash> now = new ArrayList<>(known.getOrDefault(scope, List.of()));
        now.add(new TokenHash("t" + now.size(), Tokens.hash(token)));
        known.put(scope, now);
        return token;
    }
}
