package io.tocsin.model.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertReaderTest {
    private static final Instant RECEIVED = Instant.parse("2026-08-20T10:00:00Z");

    private final AlertReader reader = new AlertReader(Severity.MEDIUM, SeverityWords.shipped());

    @Test
    void aTitleAloneIsAnAlertWithDefaults() {
        Alert alert = read("{'title':'Disk full'}");

        assertThat(alert.title()).isEqualTo("Disk full");
        assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.source()).isEqualTo("ci");
        assertThat(alert.startsAt()).isEqualTo(RECEIVED);
        assertThat(alert.endsAt()).isEmpty();
        assertThat(alert.fingerprint()).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'title':null}", "{'title':' \\n '}"})
    void aMissingTitleIsRefusedByItsName(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidAlertException.class)
                .hasMessage("title: missing or blank, expected one line of text");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> read("[1]")).hasMessage("found array, expected an alert object");
    }

    @ParameterizedTest
    @CsvSource({
        "P1,CRITICAL",
        "SEV-2,HIGH",
        "page,CRITICAL",
        "Warning,MEDIUM",
        "error,HIGH",
        "minor,LOW",
        "INFO,INFO",
        "'sev 3',MEDIUM",
        "P5,INFO",
        "major,HIGH",
        "nonsense,MEDIUM"
    })
    void sendersWordsForASeverityAreUnderstood(String word, Severity severity) {
        assertThat(read("{'title':'x','severity':'" + word + "'}").severity()).isEqualTo(severity);
    }

    @Test
    void aWordThatNobodyKnowsIsShown() {
        Alert alert = read("{'title':'x','severity':'sev null\\nx','annotations':{'impact':'none'}}");

        assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.annotations()).isEqualTo(Map.of("impact", "none", "severity_as_sent", "sev null x"));
        assertThat(read("{'title':'x','severity':'" + "y".repeat(500) + "'}")
                        .annotations()
                        .get("severity_as_sent"))
                .hasSize(100)
                .endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'title':'x'}", "{'title':'x','severity':null}", "{'title':'x','severity':' '}"})
    void anAlertWithoutASeverityShowsNone(String json) {
        assertThat(read(json).severity()).isEqualTo(Severity.MEDIUM);
        assertThat(read(json).annotations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2", "Sev_Null"})
    void aKnownWordIsNotShown(String word) {
        AlertReader extended =
                new AlertReader(Severity.MEDIUM, SeverityWords.shipped().and(Map.of("sev-null", Severity.CRITICAL)));

        assertThat(extended.read(
                                new ObjectMapper()
                                        .createObjectNode()
                                        .put("title", "x")
                                        .put("severity", word),
                                "ci",
                                RECEIVED)
                        .annotations())
                .isEmpty();
    }

    @Test
    void theDefaultSeverityIsConfigurable() throws JsonProcessingException {
        assertThat(new AlertReader(Severity.LOW, SeverityWords.shipped())
                        .read(new ObjectMapper().readTree("{\"title\":\"x\",\"severity\":\"odd\"}"), "ci", RECEIVED)
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void theFingerprintStaysTheSameWhileTimesValuesAndDescriptionChange() {
        Alert first = read("{'title':'x','labels':{'a':'1','b':'2'},'value':1,'startsAt':'2026-01-01T00:00:00Z'}");
        Alert later = read(
                "{'title':'x','labels':{'b':'2','a':'1'},'value':2,'status':'ok','severity':'high','description':'now'}");

        assertThat(later.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(read("{'title':'x','labels':{'a':'12','b':''}}").fingerprint())
                .isNotEqualTo(first.fingerprint());
    }

    @Test
    void aFingerprintThatIsTooLongStaysDistinct() {
        String beginning = "a".repeat(300);

        String one = read("{'title':'x','fingerprint':'" + beginning + "1'}").fingerprint();
        String other = read("{'title':'x','fingerprint':'" + beginning + "2'}").fingerprint();

        assertThat(one).hasSizeLessThanOrEqualTo(Fingerprint.MAX).isNotEqualTo(other);
    }

    @Test
    void labelsBecomeStrings() {
        Alert alert = read("{'title':'x','labels':{'n':5432,'b':true,'o':{'k':[1,2]},'none':null,'f':80.0}}");

        assertThat(alert.labels()).isEqualTo(Map.of("n", "5432", "b", "true", "o", "{\"k\":[1,2]}", "f", "80.0"));
    }

    @Test
    void anEmptyLabelIsNone() {
        assertThat(read("{'title':'x','labels':{'a':'','b':' ','c':'\\u200b','d':'1'}}")
                        .labels())
                .isEqualTo(Map.of("d", "1"));
    }

    @Test
    void whatLabelsAreCutAreTheLongOnesThatNobodySpeaksOfAndThatIsSaid() {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            labels.append("'l").append(i).append("':'").append("x".repeat(900)).append("',");
        }
        Alert alert = read("{'title':'x','labels':{" + labels + "'short':'1','team':'" + "t".repeat(1_000) + "'}}");

        assertThat(alert.labels()).containsKeys("short", "team").hasSizeBetween(30, 40);
        assertThat(alert.annotations().get("labels_left_out"))
                .matches("\\d+ labels are left out: l\\d.* and \\d+ more");
    }

    @Test
    void whatSomebodySpeaksOfIsKeptBeforeWhatIsCommonAndChangesNoFingerprint() throws JsonProcessingException {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            labels.append("'l").append(i).append("':'").append("x".repeat(900)).append("',");
        }
        String long1000 = "z".repeat(1_000);
        String text = "{'title':'x','labels':{" + labels + "'zz':'" + long1000 + "'},'annotations':{"
                + labels + "'zz':'" + "y".repeat(4_096) + "','big':'" + "y".repeat(4_096) + "'"
                + ",'b2':'y'}}";
        NamedFields named = NamedFields.among(Set.of("labels.zz", "annotations.zz", "title"));

        Alert kept = new AlertReader(Severity.MEDIUM, SeverityWords.shipped())
                .read(new ObjectMapper().readTree(text.replace('\'', '"')), "ci", RECEIVED, () -> named);

        assertThat(read(text).labels()).doesNotContainKey("zz");
        assertThat(kept.labels()).containsEntry("zz", long1000);
        assertThat(kept.annotations().get("labels_left_out")).doesNotContain("zz");
        assertThat(kept.annotations()).containsKey("zz");
        assertThat(kept.fingerprint()).isEqualTo(read(text).fingerprint());
    }

    @Test
    void manyLabelsAreKept() {
        StringBuilder labels = new StringBuilder("'a':'b'");
        for (int i = 0; i < 999; i++) {
            labels.append(",'l").append(i).append("':'value'");
        }

        assertThat(read("{'title':'x','labels':{" + labels + "}}").labels()).hasSize(1_000);
    }

    @Test
    void longTextIsCutBetweenCharactersWithAMark() {
        String title = read("{'title':'" + "😀".repeat(200) + "'}").title();

        assertThat(title).hasSizeLessThanOrEqualTo(300).endsWith("😀…");
        assertThat(title.codePoints()).doesNotContain(0xD83D);
    }

    @Test
    void aTitleIsOneLineAndADescriptionKeepsItsLines() {
        Alert alert = read("{'title':' a\\n\\tb\\u0000c ','description':'a\\nb\\u0000c\\u0007'}");

        assertThat(alert.title()).isEqualTo("a b c");
        assertThat(alert.description()).isEqualTo("a\nbc");
    }

    @Test
    void onlyAbsoluteWebLinksAreKept() {
        Alert alert =
                read("{'title':'x','links':[{'text':'ok','href':'https://a.example/b'},{'href':'http://c.example'},"
                        + "{'href':'javascript:alert(1)'},{'href':'/relative'},{'href':'https:///nohost'},{'href':'ht tp://x'},"
                        + "{'text':'none'},'text',null]}");

        assertThat(alert.links())
                .containsExactly(
                        new Link("ok", "https://a.example/b"), new Link("http://c.example", "http://c.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2026-08-20T09:00:00Z'",
                "'2026-08-20T11:00:00.000+0200'",
                "'2026-08-20T11:00:00+02:00'",
                "'Thu, 20 Aug 2026 09:00:00 GMT'",
                "1787216400",
                "1787216400000",
                "'2026-08-20T09:00:00.0004Z'",
                "'2026-08-20 09:00:00 UTC'",
                "'2026-08-20 11:00:00 +0200'",
                "'2026-08-20 11:00 +02:00'",
                "'2026-08-20 11:00:00,000+02'",
                "'2026-08-20 11:00:00 +0200 CEST'",
                "'2026-08-20T09:00:00 GMT'",
                "'1787216400'",
                "'1787216400000'"
            })
    void sendersTimesAreUnderstood(String time) {
        assertThat(read("{'title':'x','startsAt':" + time + "}").startsAt())
                .isEqualTo(Instant.parse("2026-08-20T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'soon'",
                "'0001-01-01T00:00:00Z'",
                "-5",
                "1e300",
                "{}",
                "'2026-08-20'",
                "'2026-13-45 10:00:00 UTC'",
                "''",
                "'7'"
            })
    void aTimeThatMakesNoSenseIsLeftOut(String time) {
        assertThat(read("{'title':'x','startsAt':" + time + "}").startsAt()).isEqualTo(RECEIVED);
    }

    @Test
    void whatIsResolvedHasAnEndAndWhatGoesOnHasNone() {
        assertThat(read("{'title':'x','status':'resolved'}").endsAt()).contains(RECEIVED);
        assertThat(read("{'title':'x','status':'OK','endsAt':'2026-08-20T09:00:00Z'}")
                        .startsAt())
                .isEqualTo(Instant.parse("2026-08-20T09:00:00Z"));
        assertThat(read("{'title':'x','endsAt':'2026-08-20T09:00:00Z'}").endsAt())
                .isEmpty();
    }

    private Alert read(String json) {
        try {
            return reader.read(new ObjectMapper().readTree(json.replace('\'', '"')), "ci", RECEIVED);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
