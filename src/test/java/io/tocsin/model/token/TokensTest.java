package io.tocsin.model.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.source.accept.SourceName;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, List<TokenHash>> known = new HashMap<>();
    private final Tokens tokens = new Tokens(source -> known.getOrDefault(source, List.of()));

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
        assertThat(tokens.verifyAdmin(any)).isFalse();
        assertThat(tokens.verifyAdmin(admin)).isTrue();
        assertThat(tokens.verify("ci", admin)).isTrue();
        assertThat(SourceName.isValid(Tokens.ADMIN)).isFalse();
        assertThat(SourceName.isValid(Tokens.ANY_SOURCE)).isFalse();
        assertThat(SourceName.isValid("evt_shop"))
                .as("the API takes such a path")
                .isFalse();
        assertThat(SourceName.isValid("evt-shop")).isTrue();
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
        List<TokenHash> now = new java.util.ArrayList<>(known.getOrDefault(scope, List.of()));
        now.add(new TokenHash("t" + now.size(), Tokens.hash(token)));
        known.put(scope, now);
        return token;
    }
}
