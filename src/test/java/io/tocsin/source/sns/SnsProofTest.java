package io.tocsin.source.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class SnsProofTest {
    private TestAuthority authority;
    private Posted notification;

    @BeforeAll
    void certify(@TempDir Path folder) throws Exception {
        authority = TestAuthority.in(folder)
                .with("expired", "2025/01/01", "sns.amazonaws.com", "issuer", TestAuthority.ISSUER)
                .with("stranger", "2026/01/01", "www.amazonaws.com", "issuer", TestAuthority.ISSUER)
                .with(
                        "lost",
                        "2026/01/01",
                        "sns.amazonaws.com",
                        "issuer",
                        "http://crt.amazontrust.com.evil.example/a.cer")
                .with("self", "2026/01/01", "sns.amazonaws.com", "", "");
        notification = Posted.notification().signed("2", authority.key("sns"));
    }

    private Shelf shelf() {
        return shelf("sns");
    }

    private Shelf shelf(String alias) {
        return new Shelf()
                .put(Posted.CERTIFICATE, authority.pem(alias))
                .put(TestAuthority.ISSUER, authority.der("issuer"));
    }

    private SnsProof proof(Fetch fetch) {
        SnsProof proof = new SnsProof(fetch, authority::roots);
        proof.setTopics(Posted.TOPIC + ", arn:aws:sns:eu-west-1:111122223333:others.fifo");
        proof.ready();
        return proof;
    }

    private static String why(Verdict verdict) {
        return ((Verdict.Refused) verdict).why();
    }

    @Test
    void aNotificationIsBelievedByItsIdWithASubjectOrWithout() {
        assertThat(notification.shownTo(proof(shelf())))
                .isEqualTo(new Verdict.Genuine(Optional.of("22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")));
        Posted plain = Posted.notification().without("Subject").signed("2", authority.key("sns"));
        assertThat(plain.isBelievedBy(proof(shelf()))).isTrue();
        assertThat(plain.with("Subject", "added").isBelievedBy(proof(shelf()))).isFalse();
        assertThat(notification.without("Subject").isBelievedBy(proof(shelf()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SubscriptionConfirmation", "UnsubscribeConfirmation"})
    void aMessageAboutASubscriptionIsBelieved(String type) {
        Posted posted = Posted.subscription(type).signed("2", authority.key("sns"));

        assertThat(posted.isBelievedBy(proof(shelf()))).isTrue();
    }

    @Test
    void everyOneBitChangeOfWhatIsSignedIsRefused() {
        SnsProof proof = proof(shelf());
        List<String> fields = new ArrayList<>(Posted.SIGNED_OF_NOTIFICATION);
        fields.addAll(List.of("Signature", "SignatureVersion", "SigningCertURL"));
        for (String field : fields) {
            assertThat(notification.withOneBitChanged(field))
                    .as(field)
                    .noneMatch(changed -> changed.isBelievedBy(proof));
        }
    }

    @Test
    void everyOneBitChangeOfAConfirmationIsRefusedInEitherVersion() {
        SnsProof proof = proof(shelf());
        proof.setSignatureV1(true);
        for (String version : List.of("1", "2")) {
            Posted posted = Posted.subscription("SubscriptionConfirmation").signed(version, authority.key("sns"));
            assertThat(posted.isBelievedBy(proof)).isTrue();
            List<String> fields = new ArrayList<>(Posted.SIGNED_OF_SUBSCRIPTION);
            fields.addAll(List.of("Signature", "SignatureVersion"));
            for (String field : fields) {
                assertThat(posted.withOneBitChanged(field))
                        .as("version %s: %s", version, field)
                        .noneMatch(changed -> changed.isBelievedBy(proof));
            }
        }
    }

    @Test
    void version1CountsOnlyWhereItIsSwitchedOn() {
        Posted old = Posted.notification().signed("1", authority.key("sns"));
        SnsProof proof = proof(shelf());

        assertThat(why(old.shownTo(proof))).contains("SignatureVersion to 2");
        assertThat(old.with("SignatureVersion", "2").isBelievedBy(proof)).isFalse();
        proof.setSignatureV1(true);
        assertThat(old.isBelievedBy(proof)).isTrue();
        assertThat(notification.isBelievedBy(proof)).isTrue();
    }

    @Test
    void theCertificateIsFetchedOnceWithItsIssuer() {
        Shelf shelf = shelf();
        SnsProof proof = proof(shelf);

        assertThat(notification.isBelievedBy(proof)).isTrue();
        assertThat(notification.isBelievedBy(proof)).isTrue();
        assertThat(shelf.asked).containsExactly(Posted.CERTIFICATE, TestAuthority.ISSUER);
    }

    @Test
    void aTopicThatIsNotListedIsRefusedBeforeAnythingIsFetched() {
        Shelf shelf = shelf();
        Posted foreign = Posted.notification()
                .with("TopicArn", "arn:aws:sns:eu-west-1:999999999999:alarms")
                .signed("2", authority.key("sns"));

        assertThat(why(foreign.shownTo(proof(shelf)))).contains("999999999999").contains("not in topics");
        assertThat(shelf.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com.cn/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a.pem",
                "https://evil.example/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem?x=1",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem#x",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a/../x.pem",
                "https://sns.eu-west-1.amazonaws.com/x/SimpleNotificationService-a.pem",
                "https://sns.eu-west-1.amazonaws.com\\\\evil.example/SimpleNotificationService-a.pem",
                "https://snsXeu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "https://SNS.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
                "file:///etc/passwd"
            })
    void aCertificateFromElsewhereIsNotFetched(String url) {
        Shelf shelf = shelf().put(url, authority.pem("sns"));

        assertThat(notification.with("SigningCertURL", url).isBelievedBy(proof(shelf)))
                .isFalse();
        assertThat(shelf.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-3601,false", "-3600,true", "3600,true", "3601,false"})
    void theTimestampMayBeAnHourFromOursEitherWay(long late, boolean believed) {
        Verdict verdict = Posted.shownTo(proof(shelf()), notification.body(), Posted.NOW.plusSeconds(late));

        assertThat(verdict instanceof Verdict.Genuine).isEqualTo(believed);
    }

    @ParameterizedTest
    @CsvSource({
        "expired,NotAfter",
        "stranger,not SNS's",
        "self,nobody whom Java trusts",
        "lost,nobody whom Java trusts",
    })
    void aCertificateThatIsNotInOrderIsRefused(String alias, String why) {
        Shelf shelf = shelf(alias);
        Posted posted = Posted.notification().signed("2", authority.key(alias));

        String said = why(posted.shownTo(proof(shelf)));
        assertThat(said).startsWith("the signing certificate: ");
        if (!alias.equals("expired")) {
            assertThat(said).contains(why);
        }
        assertThat(shelf.asked)
                .allMatch(address -> address.equals(Posted.CERTIFICATE) || address.equals(TestAuthority.ISSUER));
    }

    @Test
    void aCertificateThatRunsOutWhileItIsKeptIsRefused() {
        SnsProof proof = proof(shelf());
        assertThat(notification.isBelievedBy(proof)).isTrue();

        Posted late = Posted.notification()
                .with("Timestamp", "2027-02-01T10:00:00.000Z")
                .signed("2", authority.key("sns"));
        Verdict verdict = Posted.shownTo(proof, late.body(), Instant.parse("2027-02-01T10:00:00Z"));
        assertThat(why(verdict)).contains("NotAfter");
    }

    @Test
    void withoutATrustedRootNobodyIsBelieved() {
        SnsProof proof = new SnsProof(shelf(), Set::of);
        proof.setTopics(Posted.TOPIC);

        assertThat(notification.isBelievedBy(proof)).isFalse();
    }

    @Test
    void aFetchThatFailedIsTriedAgainWithTheNextMessage() {
        Shelf shelf = new Shelf();
        SnsProof proof = proof(shelf);
        assertThat(why(notification.shownTo(proof))).contains("sns.eu-west-1.amazonaws.com answered 404");

        shelf.put(Posted.CERTIFICATE, authority.pem("sns")).put(TestAuthority.ISSUER, authority.der("issuer"));
        assertThat(notification.isBelievedBy(proof)).isTrue();
    }

    @Test
    void fourFetchesAreUnderWayAtMost() {
        List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
        SnsProof proof = proof(address -> {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        });
        List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] body = notification
                    .with("SigningCertURL", Posted.HOST + "/SimpleNotificationService-" + i + ".pem")
                    .body();
            verdicts.add(proof.verify(new Claim("sns", name -> Optional.empty(), Map.of(), body, Posted.NOW))
                    .toCompletableFuture());
        }

        assertThat(waiting).hasSize(4);
        assertThat(verdicts.stream().filter(CompletableFuture::isDone)).hasSize(6);
        waiting.forEach(answer -> answer.completeExceptionally(new IOException("too late")));
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.join()).isInstanceOf(Verdict.Undecided.class));
    }

    @Test
    void whereTheNetworkFailsNothingIsDecided() {
        SnsProof proof = proof(address -> CompletableFuture.failedStage(new IOException("no route to host")));

        assertThat(notification.shownTo(proof))
                .isEqualTo(new Verdict.Undecided("the signing certificate: no route to host"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "\"text\"",
                "{\"Type\":\"Notification\"}",
                "not json",
                "{\"Type\":{\"Type\":1}}"
            })
    void whatIsNoMessageOfSnsIsRefusedWithoutQuotingIt(String body) {
        Verdict verdict = Posted.shownTo(proof(shelf()), body.getBytes(StandardCharsets.UTF_8), Posted.NOW);

        assertThat(why(verdict)).startsWith("no message of SNS: ").doesNotContain("not json");
    }

    @Test
    void aFieldThatIsThereTwiceIsRefused() {
        String body = new String(notification.body(), StandardCharsets.UTF_8);
        String twice = body.substring(0, body.length() - 1) + ",\"Message\":\"another\"}";

        assertThat(Posted.shownTo(proof(shelf()), twice.getBytes(StandardCharsets.UTF_8), Posted.NOW))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void halfACharacterDoesNotPassForTheQuestionMarkThatWasSigned() {
        Posted asked = Posted.notification().with("Message", "why?").signed("2", authority.key("sns"));
        String body = new String(asked.body(), StandardCharsets.UTF_8).replace("why?", "why\\ud800");

        assertThat(asked.isBelievedBy(proof(shelf()))).isTrue();
        assertThat(Posted.shownTo(proof(shelf()), body.getBytes(StandardCharsets.UTF_8), Posted.NOW))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aLineBreakCannotMoveTextFromOneFieldToAnother() {
        Posted posted = Posted.notification().with("Subject", "a\nTimestamp\nb").signed("2", authority.key("sns"));

        assertThat(why(posted.shownTo(proof(shelf())))).contains("Subject looks as SNS never writes it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "alarms", "arn:aws:sqs:eu-west-1:111122223333:alarms", Posted.TOPIC + " *"})
    void aListWithoutTopicsIsRefusedAtStart(String topics) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnsProof().setTopics(topics))
                .withMessageContaining("topics");
        assertThatIllegalArgumentException()
                .isThrownBy(new SnsProof()::ready)
                .withMessageContaining("topics is missing");
    }
}
