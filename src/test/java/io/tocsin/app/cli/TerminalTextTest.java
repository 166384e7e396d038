package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    private static final String EVERY = IntStream.rangeClosed(0, 0xE0FFF)
            .filter(c -> switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    true;
                default -> false;
            })
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    @Test
    void whatIsNotSeenIsShownAndWhatSteersIsGone() {
        assertThat(TerminalText.line("a\u202Eb\u001b[2Jc\u2066d", 100)).isEqualTo("a\\u202eb [2Jc\\u2066d");
        assertThat(TerminalText.line("Größe 漢字 🚒", 100)).isEqualTo("Größe 漢字 🚒");
        assertThat(EVERY).hasSizeGreaterThan(150);
        assertThat(TerminalText.line(EVERY, 10_000)).matches("[ -~]*");
        assertThat(TerminalText.block(EVERY)).matches("[ -~\n\t]*");
    }

    @Test
    void jsonStaysTheSameJson() throws Exception {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("a" + EVERY, "b" + EVERY + "é🚒");

        String shown = TerminalText.json(json);

        assertThat(shown).matches("[ -~\r\né🚒]*");
        assertThat(new ObjectMapper().readTree(shown)).isEqualTo(json);
    }
}
