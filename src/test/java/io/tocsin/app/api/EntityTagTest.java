package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};

    @Test
    void aTagIsOfTheVersionAndOfAllThatIsShown() {
        assertThat(EntityTag.of("7", ONE)).matches("\"7\\.[0-9a-f]{16}\"").isEqualTo(EntityTag.of("7", ONE));
        assertThat(EntityTag.of("7", ONE)).isNotEqualTo(EntityTag.of("7", TWO)).isNotEqualTo(EntityTag.of("8", ONE));
        assertThat(EntityTag.of(ONE)).matches("\"[0-9a-f]{16}\"");
    }

    @Test
    void ifMatchComparesVersions() {
        String seen = EntityTag.of("7", ONE);
        assertThat(EntityTag.expected(Optional.of(seen)).allows(7)).isTrue();
        assertThat(EntityTag.expected(Optional.of(EntityTag.of("7", TWO))).allows(7))
                .isTrue();
        assertThat(EntityTag.expected(Optional.of(seen)).allows(8)).isFalse();
        assertThat(EntityTag.expected(Optional.of("\"x,y\" , " + seen)).allows(7))
                .isTrue();
        assertThatThrownBy(() -> EntityTag.expected(Optional.of("W/" + seen)))
                .as("weak tags match nothing, and reading again gives another weak one")
                .hasMessageContaining("weak");
        assertThat(EntityTag.expected(Optional.of("W/\"6.x\", " + seen)).allows(6))
                .isFalse();
        assertThat(EntityTag.expected(Optional.of(EntityTag.of(ONE))).allows(7))
                .as("of no version")
                .isFalse();
        assertThat(EntityTag.expected(Optional.of("\"\"")).allows(7)).isFalse();
        assertThat(EntityTag.expected(Optional.of(" * ")).allows(7)).isTrue();
        assertThat(EntityTag.expected(Optional.empty()).allows(7)).isTrue();
    }

    @Test
    void ifNoneMatchComparesAllOfIt() {
        String tag = EntityTag.of("7", ONE);
        assertThat(EntityTag.isNamed(Optional.of(tag), tag)).isTrue();
        assertThat(EntityTag.isNamed(Optional.of("\"a\",W/" + tag), tag))
                .as("weakly, as RFC 9110 has it")
                .isTrue();
        assertThat(EntityTag.isNamed(Optional.of("*"), tag)).isTrue();
        assertThat(EntityTag.isNamed(Optional.of(EntityTag.of("7", TWO)), tag)).isFalse();
        assertThat(EntityTag.isNamed(Optional.empty(), tag)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"a", "\"a\" \"b\"", "w/\"a\"", "", "\"a\", *", "\"a\";"})
    void whatIsNoListOfTagsIsRefused(String header) {
        assertThatThrownBy(() -> EntityTag.expected(Optional.of(header)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("If-Match is no list of entity tags");
    }

    @Test
    void aKeyStandsInQuotesOrWithout() {
        assertThat(key("\"8e03978e\"")).contains("8e03978e");
        assertThat(key(" 8e03978e ")).contains("8e03978e");
        assertThat(key("\"a\\\"b\\\\\"")).contains("a\"b\\");
        assertThat(key("x".repeat(255))).isPresent();
        assertThat(key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\"", "ä", "a\tb"})
    void whatIsNoKeyIsRefused(String header) {
        assertThatThrownBy(() -> key(header))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("such as a UUID");
        assertThatThrownBy(() -> key("x".repeat(256))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> key("a", "b")).isInstanceOf(RefusedException.class);
    }

    private static Optional<String> key(String... lines) {
        return new RequestHeaders(List.of(lines), Optional.empty(), Optional.empty()).key();
    }
}
