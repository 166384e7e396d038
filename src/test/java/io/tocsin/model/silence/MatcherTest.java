package io.tocsin.model.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {

    private static ObjectNode alert(Map<String, String> labels) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        labels.forEach(alert.putObject("labels")::put);
        return alert;
    }

    private static boolean fits(String matchers, Map<String, String> labels) {
        return Scope.of(MatcherText.read(matchers)).fits(alert(labels));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "env=prod; true",
                "env=\"prod\"; true",
                "env=prods; false",
                "env!=prod; false",
                "env!=test; true",
                "env=~\"pr.d\"; true",
                "env=~pr; false",
                "env=~\"test|prod\"; true",
                "env!~\"test|stage\"; true",
                "team=\"\"; true",
                "team!=\"\"; false",
                "team!=ops; true",
                "team=~\".*\"; true",
                "team=~\".+\"; false",
                "team!~\".+\"; true",
                "{env=prod, host=db-1}; true",
                "{env=prod, host=db-2,}; false"
            })
    void aLabelThatIsNotThereIsAnEmptyOne(String matchers, boolean fits) {
        assertThat(fits(matchers, Map.of("env", "prod", "host", "db-1"))).isEqualTo(fits);
    }

    @Test
    void namesMayBeAnyTextInQuotes() {
        assertThat(fits("\"größe in %\"=\"a \\\"b\\\"\\n\"", Map.of("größe in %", "a \"b\"\n")))
                .isTrue();
        assertThat(MatcherText.read("\"größe in %\"!~\"x\"").get(0).name()).isEqualTo("größe in %");
    }

    /** Alertmanager's two ways: one for names that it always knew, and Go's strings for all others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "host=~\"db-\\d+\\.example\"; host; db-\\d+\\.example",
                "host=\"\\x41\\\\\"; host; \\x41\\",
                "\"\\xf0\\x9f\\x99\\x82\"=dΘ; 🙂; dΘ",
                "\"foo\\u03a3\"=\"\\U0001f642\\x41\"; fooΣ; 🙂A",
                "Σ=\"\\x41\"; Σ; A",
                "00=b; 00; b",
                "fooΣ=bar🙂; fooΣ; bar🙂"
            })
    void aBackslashMeansWhatItDoesToAlertmanager(String text, String name, String value) {
        assertThat(MatcherText.read(text)).singleElement().satisfies(matcher -> {
            assertThat(matcher.name()).isEqualTo(name);
            assertThat(matcher.value()).isEqualTo(value);
            assertThat(MatcherText.read(matcher.toString())).containsExactly(matcher);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "env",
                "=prod",
                "env==",
                "env=~\"(\"",
                "env=\"prod",
                "{env=prod",
                "env=prod}",
                "env=prod host=a",
                "a=b,,c=d",
                "\"env\"=\"\\d\"",
                "\"\\xff\"=x",
                "\"\\x9\"=x",
                "\"\\ud83d\"=x",
                "\"\\U00110000\"=x",
                "env=\"\\",
                "env=~\"(a{100}){100}\"",
                "env=~\"((((a{9}){9}){9}){9}){9}\"",
                "env=~\"(?=a)\""
            })
    void whatIsNoMatcherIsRefusedInWords(String text) {
        assertThatThrownBy(() -> MatcherText.read(text))
                .isInstanceOf(InvalidScopeException.class)
                .hasMessageMatching("(?s).{20,}");
    }

    @Test
    void aMatcherIsNoLongerThanItMayBe() {
        assertThatThrownBy(() -> new Matcher("a", Matcher.Operator.EQUAL, "x".repeat(Matcher.LONGEST + 1)))
                .isInstanceOf(InvalidScopeException.class);
    }

    /** In a backtracking engine this takes longer than the universe. */
    @Test
    void aRegularExpressionCostsNoMoreThanItsTextIsLong() {
        String text = "a".repeat(5_000);
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(fits("x=~\"(a*)*(a|a)*b\"", Map.of("x", text))).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "\\\\d{1,3}(\\\\.\\\\d{1,3}){3}",
                "[[:alpha:]]{1,63}(\\\\.[a-z]{2,}){1,5}",
                "prod-(eu|us)-[0-9]+"
            })
    void whatPeopleWriteIsSmallEnough(String regex) {
        assertThat(MatcherText.read("x=~\"" + regex + "\"")).hasSize(1);
    }

    @Property
    void whatIsWrittenIsReadTheSame(@ForAll("matchers") List<Matcher> matchers) {
        String text = Scope.of(matchers).toString();
        assertThat(MatcherText.read(text)).isEqualTo(matchers);
        assertThat(ScopeJson.read(ScopeJson.write(Scope.of(matchers)))).isEqualTo(Scope.of(matchers));
    }

    /** Over letters without a meaning the JDK's regular expressions mean the same. */
    @Property
    void matchersMeanWhatAlertmanagersDo(
            @ForAll("plain") String value, @ForAll("plain") String label, @ForAll Matcher.Operator operator) {
        boolean expected =
                switch (operator) {
                    case EQUAL -> label.equals(value);
                    case NOT_EQUAL -> !label.equals(value);
                    case MATCHES -> java.util.regex.Pattern.matches(value, label);
                    case MATCHES_NOT -> !java.util.regex.Pattern.matches(value, label);
                };
        Scope scope = Scope.of(List.of(new Matcher("x", operator, value)));
        assertThat(scope.fits(alert(Map.of("x", label)))).isEqualTo(expected);
        if (label.isEmpty()) {
            assertThat(scope.fits(alert(Map.of()))).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<String> plain() {
        return Arbitraries.strings().withChars("ab|").ofMaxLength(4);
    }

    @Provide
    Arbitrary<List<Matcher>> matchers() {
        Arbitrary<String> names = Arbitraries.strings().ofMinLength(1).ofMaxLength(8);
        Arbitrary<Matcher> plain = Combinators.combine(
                        names,
                        Arbitraries.of(Matcher.Operator.EQUAL, Matcher.Operator.NOT_EQUAL),
                        Arbitraries.strings().ofMaxLength(12))
                .as(Matcher::new);
        Arbitrary<Matcher> regex = Combinators.combine(
                        names,
                        Arbitraries.of(Matcher.Operator.MATCHES, Matcher.Operator.MATCHES_NOT),
                        Arbitraries.strings().withChars("abc.|\"\\d ").ofMaxLength(6))
                .filter((name, operator, value) -> isRegex(value))
                .as(Matcher::new);
        return Arbitraries.oneOf(plain, regex).list().ofMinSize(1).ofMaxSize(4);
    }

    private static boolean isRegex(String text) {
        try {
            com.google.re2j.Pattern.compile(text);
            return true;
        } catch (com.google.re2j.PatternSyntaxException e) {
            return false;
        }
    }
}
