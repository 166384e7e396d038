package io.tocsin.channel.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.channel.JqText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What is told apart letter by letter, so that a pattern need not be asked, is told apart as the pattern would. */
class ReadableTextTest {

    private static final List<UnaryOperator<String>> PLACES = List.of(
            letter -> letter,
            letter -> "a" + letter + "b",
            letter -> letter + "a",
            letter -> "a" + letter,
            letter -> "a " + letter + "b",
            letter -> "a" + letter + letter + "b");

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("", "two words", "a\r\nb", "a\uD83D\uDE00b"));
        IntStream.range(0, Character.MIN_SURROGATE)
                .mapToObj(Character::toString)
                .forEach(letter -> PLACES.forEach(place -> texts.add(place.apply(letter))));
        return texts;
    }

    @Test
    void ofEveryLetterPlainTextLeavesWhatItsPatternDoes() throws Exception {
        PlainText plain = new PlainText();
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        for (String text : texts()) {
            exchange.getMessage().setBody(TextNode.valueOf(text));
            plain.process(exchange);
            assertThat(exchange.getMessage().getBody(JsonNode.class).textValue())
                    .isEqualTo(text.replace("\r\n", "\n")
                            .replace('\r', '\n')
                            .replaceAll("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\t\\n]]", ""));
        }
    }

    @Test
    void ofEveryLetterOneLineLeavesWhatItsPatternDoes() throws JsonQueryException {
        Scope scope = JqText.scope();
        JsonQuery query = JsonQuery.compile("one_line", Versions.JQ_1_7);
        for (String text : texts()) {
            List<String> lines = new ArrayList<>();
            query.apply(scope, TextNode.valueOf(text), line -> lines.add(line.textValue()));
            assertThat(lines)
                    .containsExactly(text.replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ").strip());
        }
    }
}
