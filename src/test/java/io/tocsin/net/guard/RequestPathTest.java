package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.SendRefusedException;
import java.time.InstantSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/api, issue/OPS-7, /api/issue/OPS-7",
        "/api/, /issue, /api/issue",
        "/, v1/x, /v1/x",
        "/bot123:abc, sendMessage, /bot123:abc/sendMessage",
        "/api?team=ops, issue?id=7, /api/issue?team=ops&id=7",
        "/api?team=ops, ?id=7/8?9, /api?team=ops&id=7/8?9",
        "/api, a%2Fb/c%20d%C3%A9, /api/a%2Fb/c%20d%C3%A9",
        "/api, a;v=1/b:c@d!$&'()*+=~, /api/a;v=1/b:c@d!$&'()*+=~",
        "/api, .hidden/x..y/..., /api/.hidden/x..y/..."
    })
    void textIsAppendedToThePathAndItsQueryToTheQuery(String target, String more, String whole) throws Exception {
        assertThat(RequestPath.extend(target, more)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "/",
                "..",
                ".",
                "a/..",
                "../a",
                "a/../b",
                "a/./b",
                "%2e%2e/a",
                "a/%2E%2E/b",
                ".%2e/a",
                "%252e%252e/a",
                "..%2fa",
                "a%2f..%2fb",
                "..%5ca",
                "..;/a",
                "a/..;x=1/b",
                "a//b",
                "//evil.example/x",
                "a/",
                "a\\b",
                "a%5cb",
                "https://evil.example/",
                "https:evil",
                "/javascript:x",
                "a b",
                "a\tb",
                "a\r\nX-Evil: 1",
                "a%0d%0aX: 1",
                "a%00b",
                "é",
                "a#b",
                "a?b#c",
                "a[b]",
                "a<b>",
                "a%",
                "a%zz",
                "a%2",
                "a{b}",
                "a|b",
                "a^b",
                "a`b",
                "a\"b",
                "a?b c",
                "a\u2025b",
                "a\u0000b",
                "a\u007fb"
            })
    void whatIsNoPathBelowIsRefused(String more) {
        assertThatThrownBy(() -> RequestPath.extend("/api", more))
                .isInstanceOf(SendRefusedException.class)
                .satisfies(refused -> assertThat(
                                new Judge(InstantSource.system()).judge(refused).failureClass())
                        .isEqualTo(FailureClass.PERMANENT));
    }

    @Test
    void aPathHasALimit() throws Exception {
        assertThat(RequestPath.extend("/", "a".repeat(2_000))).hasSize(2_001);
        assertThatThrownBy(() -> RequestPath.extend("/", "a".repeat(2_001))).isInstanceOf(SendRefusedException.class);
    }

    @Property(tries = 5_000)
    void whateverIsAppendedTheRequestStaysBelowThePath(
            @ForAll @Chars({'a', '.', '/', '%', '2', 'e', 'f', '5', 'c', ';', '?', ':'}) @StringLength(max = 14)
                    String more) {
        try {
            String whole = RequestPath.extend("/api/secret", more);
            assertThat(whole).startsWith("/api/secret").matches("[!-~]+");
            assertThat(whole.split("[?]")[0]).doesNotContain("//");
            assertThat(java.net.URI.create("https://h" + whole).normalize().getRawPath())
                    .startsWith("/api/secret");
        } catch (SendRefusedException refused) {
            assertThat(refused).hasMessageContaining("no path below");
        }
    }
}
