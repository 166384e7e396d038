package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31mred\u001b[0m text",
                "\u001b[38;5;196;1mred\u001b[m text",
                "\u001b[?25lred\u001b[2K text",
                "\u009b31mred\u009b0m text",
                "\u001b]8;;https://a.example\u001b\\red\u001b]8;;\u001b\\ text",
                "\u001b]0;title\u0007red text",
                "\u009d0;title\u009cred text",
                "\u001bPq#0;2;0\u001b\\red text",
                "\u001b(Bred\u001b7 text\u001b8",
                "\u001bcred text",
                "\u001b_hidden\u001b\\red text",
                "red text\u001b",
                "red text\u001b[31",
                "red\u0085 text"
            })
    void escapeCodesLeaveNothingBehind(String text) {
        assertThat(Text.block(text, 100)).isEqualTo("red text");
        assertThat(Text.line(text, 100)).isEqualTo("red text");
    }

    @Test
    void aStringThatIsNeverEndedTakesNoMoreThanItsLine() {
        assertThat(Text.block("\u001b]0;never ended\nthe next line", 100)).isEqualTo("\nthe next line");
    }

    @Test
    void bracketsWithoutAnEscapeStay() {
        assertThat(Text.line("[31m and [OK] stay", 100)).isEqualTo("[31m and [OK] stay");
    }
}
