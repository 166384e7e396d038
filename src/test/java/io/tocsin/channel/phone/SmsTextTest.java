package io.tocsin.channel.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.channel.JqText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTest {
    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final String FAMILY = "👩‍👩‍👧‍👦";

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> gsm = Arbitraries.of("a", "Z", "7", " ", "\n", "@", "Ä", "Ω", "ß", "§");
        Arbitrary<String> extension = Arbitraries.of("€", "[", "]", "{", "\\", "~");
        Arbitrary<String> other =
                Arbitraries.of("ç", "…", "–", "ж", "ع", "🔥", "🇩🇪", FAMILY, "e\u0301", "\ud800", "e\u0323\u0302");
        return Arbitraries.integers().between(0, 400).flatMap(size -> Arbitraries.frequencyOf(
                        Tuple.of(60, gsm), Tuple.of(10, extension), Tuple.of(size % 3, other))
                .list()
                .ofSize(size)
                .map(parts -> String.join("", parts)));
    }

    @Property(tries = 500)
    void aCutTextFitsIntoItsSegments(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 4) int segments) {
        assertThat(SmsText.segments(SmsText.cut(segments, text))).isLessThanOrEqualTo(segments);
    }

    @Property(tries = 500)
    void aTextThatFitsIsLeftAsItIsAndAnyOtherEndsInTheMark(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 4) int segments) {
        String cut = SmsText.cut(segments, text);
        if (SmsText.segments(text) <= segments) {
            assertThat(cut).isEqualTo(text);
        } else {
            assertThat(cut).endsWith("...");
            assertThat(text).startsWith(kept(cut));
        }
    }

    @Property(tries = 500)
    void noLetterOrEmojiIsCutInTwo(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 3) int segments) {
        String cut = SmsText.cut(segments, text);
        if (!cut.equals(text)) {
            assertThat(boundaries(text)).contains(kept(cut).length());
        }
    }

    @Property(tries = 500)
    void nothingIsCutOffThatWouldHaveFitted(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 3) int segments) {
        String cut = SmsText.cut(segments, text);
        if (!cut.equals(text)) {
            int kept = kept(cut).length();
            int next = boundaries(text).stream()
                    .filter(end -> end > kept)
                    .findFirst()
                    .orElseThrow();
            assertThat(SmsText.segments(text.substring(0, next) + SmsText.MARK)).isGreaterThan(segments);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a,160,1", "a,161,2", "a,306,2", "a,307,3", "€,80,1", "€,81,2", "ж,70,1", "ж,71,2", "ж,134,2", "ж,135,3",
        "🔥,35,1", "🔥,36,2", "🔥,66,2", "🔥,67,3", "€,152,2", "€,153,3", "ç,71,2", "Ç,71,1", "…,71,2"
    })
    void textsAreCountedAsTheStandardSays(String character, int times, int segments) {
        assertThat(SmsText.segments(character.repeat(times))).isEqualTo(segments);
    }

    @Test
    void everyCharacterOfTheAlphabetIsOneUnitOrTwo() {
        // 128 codes but the escape; and ten of the extension table.
        assertThat(characters(1)).hasSize(127);
        assertThat(characters(2)).containsExactlyInAnyOrder("\f", "^", "{", "}", "\\", "[", "~", "]", "|", "€");
    }

    @Test
    void anEmojiThatIsCutOffDoesNotHalveTheRoom() {
        assertThat(SmsText.cut(2, "a".repeat(400) + "🔥")).isEqualTo("a".repeat(303) + "...");
        assertThat(SmsText.cut(1, "a".repeat(80) + "🔥")).isEqualTo("a".repeat(80) + "...");
        assertThat(SmsText.cut(1, "a".repeat(50) + "🔥".repeat(20))).isEqualTo("a".repeat(50) + "🔥".repeat(8) + "...");
    }

    @Test
    void aMegabyteIsCutAtOnce() {
        for (String unit : List.of("a", "🔥", FAMILY, "\u0301")) {
            assertThat(SmsText.segments(SmsText.cut(10, unit.repeat(1_000_000 / unit.length()))))
                    .isEqualTo(10);
        }
    }

    @Test
    void noSegmentsLeaveNothing() {
        assertThat(SmsText.cut(0, "text")).isEmpty();
        assertThat(SmsText.cut(-1, "")).isEmpty();
    }

    @Test
    void jqFilesCallItSmsSegments() throws Exception {
        JsonNode[] cut = {null};
        JsonQuery.compile("sms_segments(1)", Versions.JQ_1_7)
                .apply(JqText.scope(), new TextNode("a".repeat(200)), value -> cut[0] = value);
        assertThat(cut[0].textValue()).isEqualTo("a".repeat(157) + "...");
    }

    private static String kept(String cut) {
        return cut.substring(0, cut.length() - SmsText.MARK.length());
    }

    private static List<Integer> boundaries(String text) {
        List<Integer> ends = new ArrayList<>(List.of(0));
        Matcher graphemes = GRAPHEME.matcher(text);
        while (graphemes.find()) {
            ends.add(graphemes.end());
        }
        return ends;
    }

    private static List<String> characters(int units) {
        List<String> found = new ArrayList<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (SmsCoding.GSM.units(c) == units) {
                found.add(Character.toString(c));
            }
        }
        return found;
    }
}
