package io.tocsin.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.access.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsClientsTest {
    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/111122223333/ops";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accessKey=A | accessKey is given without secretKey",
                "secretKey=S | secretKey is given without accessKey",
                "accessKey=A;secretKey=S;profile=p | accessKey and profile are both given",
                "defaultCredentials=true;accessKey=A;secretKey=S | defaultCredentials is true and accessKey is given",
                "defaultCredentials=true;profile=p | defaultCredentials is true and profile is given",
                "defaultCredentials=false | defaultCredentials is false and neither accessKey nor profile is given",
                "defaultCredentials=perhaps | expected true or false",
                "externalId=x | externalId is given without roleArn",
                "roleSessionName=x1 | roleSessionName is given without roleArn",
                "roleArn=ops | roleArn is ops; expected arn:aws:iam::<account>:role/<name>",
                "roleArn=arn:aws:iam::111122223333:role/r;roleSessionName=two words | roleSessionName is two words",
                "overrideEndpoint=true | endpoint is not given",
                "overrideEndpoint=false;endpoint=http://x | endpoint is given",
                "queueUrl=https://sqs.eu-west-1.amazonaws.com/1/other | queueUrl is of the queue other",
                "queueUrl=https://sqs.eu-west-1.amazonaws.com/1/ops;region=us-east-1 | the queue is in eu-west-1",
                "queue=arn:aws:sns:eu-west-1:111122223333:ops | expected arn:aws:sqs:",
            })
    void settingsThatContradictOneAnotherAreRefusedWithWhatToDo(String settings, String reason) {
        assertThatThrownBy(() -> SqsClients.access(settings(settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sqs-source, queue ")
                .hasMessageContaining(reason);
    }

    @Test
    void theRegionIsTheQueuesOwn() {
        assertThat(SqsClients.access(settings("queueUrl=" + URL)).region()).isEqualTo("eu-west-1");
        assertThat(SqsClients.access(settings("queue=arn:aws:sqs:ap-south-1:111122223333:ops"))
                        .region())
                .isEqualTo("ap-south-1");
        assertThat(SqsClients.access(settings("queueUrl=http://sqs:9324/0/ops;region=eu-west-3"))
                        .region())
                .isEqualTo("eu-west-3");
        assertThat(SqsClients.access(settings("")).region()).isEqualTo("us-east-1");
    }

    @Test
    void credentialsAreTheChainsUnlessOthersAreNamed() {
        assertThat(SqsClients.access(settings("")).identity()).isEqualTo(new Identity.Chain());
        assertThat(SqsClients.access(settings("profile=ops")).identity()).isEqualTo(new Identity.Profile("ops"));
        assertThat(SqsClients.access(settings("accessKey=A;secretKey=very-secret"))
                        .identity())
                .isEqualTo(new Identity.Keys("A", "very-secret"))
                .asString()
                .doesNotContain("very-secret");
    }

    /** Camel takes what looks like a number or a boolean for one; a profile may look so. */
    @Test
    void aTextThatLooksLikeANumberStaysText() {
        try (SqsClient client = SqsClients.of("queue=123\nprofile=\naccessKey=12345\nsecretKey=true\nregion=\n")) {
            assertThat(client.serviceClientConfiguration().region().id()).isEqualTo("us-east-1");
        }
    }

    @Test
    void aRoleIsAssumedAndItsKeysSignTheCalls() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean role = body.contains("AssumeRole");
            asked.add(role ? body : exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = (role ? """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                    <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                    <Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                    """ : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", role ? "text/xml" : "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sts.start();
        AwsAccess access = SqsClients.access(settings("accessKey=A;secretKey=S"
                + ";roleArn=arn:aws:iam::111122223333:role/ops/reader;externalId=e:1;roleSessionName=hub-1"
                + ";endpoint=http://127.0.0.1:" + sts.getAddress().getPort()
                + ";stsEndpoint=http://127.0.0.1:" + sts.getAddress().getPort()));
        try (SqsClient client = access.tell(SqsClient.builder()).build()) {
            client.listQueues();
            assertThat(asked).hasSize(2);
            assertThat(asked.get(0))
                    .contains("Action=AssumeRole", "role%2Fops%2Freader", "ExternalId=e%3A1", "RoleSessionName=hub-1");
            assertThat(asked.get(1)).contains("Credential=ASIAROLE/");
        } finally {
            sts.stop(0);
        }
    }

    private static Map<String, String> settings(String text) {
        Map<String, String> settings = new HashMap<>(Map.of("queue", "ops"));
        for (String pair : text.split(";")) {
            if (pair.contains("=")) {
                settings.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return settings;
    }
}
