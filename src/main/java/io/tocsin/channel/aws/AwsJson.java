package io.tocsin.channel.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tocsin.aws.access.AwsSettings;
import io.tocsin.net.guard.Deadline;
import io.tocsin.net.guard.Deadlines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Calls a service of AWS that speaks JSON 1.1, signed by the SDK's own signer: for a call or two that are not worth a client of megabytes. As the
 * clients of receivers it tries nothing again.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">The protocol</a>
 */
final class AwsJson implements SdkAutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/x-amz-json-1.1";
    private static final int MOST = 4 * 1024 * 1024;
    private static final int OK = 200;

    private final String service;
    private final String api;
    private final AwsSettings settings;
    private final SdkHttpClient client;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Deadlines deadlines = new Deadlines();
    private final Duration limit;
    private Optional<Signing> signing = Optional.empty();

    /** The keys that sign for a region: kept, since a role's are looked up anew only when they end. */
    private record Signing(String region, AwsCredentialsProvider credentials) {}

    /**
     * One with connections of its own.
     *
     * @param service as signatures and host names have it: {@code codepipeline}
     * @param api as {@code X-Amz-Target} has it: {@code CodePipeline_20150709}
     * @param settings as {@link SesSend} takes them; checked here
     * @throws IllegalArgumentException with the settings that contradict one another
     */
    AwsJson(String service, String api, AwsSettings settings) {
        this.service = service;
        this.api = api;
        this.settings = settings;
        settings.access(Optional.empty());
        this.limit = AwsClients.limit(settings);
        this.client = AwsClients.http(settings).build();
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * Makes a call.
     *
     * @param region where; its name becomes a part of the host's, so that the caller has looked whether it is one
     * @param operation such as {@code PutApprovalResult}
     * @param input what it takes
     * @return what it answers
     * @throws AwsServiceException where that is no 200, with AWS's code of the error
     */
    JsonNode call(String region, String operation, JsonNode input) throws IOException {
        byte[] body = JSON.writeValueAsBytes(input);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint(region))
                .putHeader("Content-Type", TYPE)
                .putHeader("X-Amz-Target", api + "." + operation)
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
        SignedRequest signed =
                signer.sign(sign -> sign.identity(credentials(region).resolveCredentials())
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        ExecutableHttpRequest executable = client.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(payload))
                .build());
        try (Deadline deadline = deadlines.start(limit, executable::abort)) {
            return answer(operation, executable, deadline);
        }
    }

    private JsonNode answer(String operation, ExecutableHttpRequest executable, Deadline deadline) throws IOException {
        try {
            HttpExecuteResponse response = executable.call();
            JsonNode answer = read(response);
            if (response.httpResponse().statusCode() != OK) {
                throw refused(operation, response.httpResponse(), answer);
            }
            return answer;
        } catch (IOException failed) {
            if (deadline.isOver()) {
                throw new SocketTimeoutException(operation + " was not answered in " + limit.toMillis() + " ms");
            }
            throw failed;
        }
    }

    private static JsonNode read(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return MissingNode.getInstance();
        }
        try (InputStream stream = response.responseBody().get()) {
            byte[] body = stream.readNBytes(MOST);
            return body.length == 0 || body[0] != '{' ? MissingNode.getInstance() : JSON.readTree(body);
        }
    }

    /** The code may stand behind a name space, and before a URL: {@code com.amazonaws.codepipeline#PipelineNotFoundException:http...}. */
    private AwsServiceException refused(String operation, SdkHttpResponse response, JsonNode answer) {
        String said = response.firstMatchingHeader("x-amzn-ErrorType").orElseGet(() -> answer.path("__type")
                .asText(answer.path("code").asText("")));
        String code = said.replaceFirst(":.*", "").replaceFirst("^.*#", "");
        String message = answer.path("message").asText(answer.path("Message").asText(""));
        return AwsServiceException.builder()
                .statusCode(response.statusCode())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code.isEmpty() ? "HTTP " + response.statusCode() : code)
                        .errorMessage(message.isEmpty() ? operation + " was refused" : message)
                        .serviceName(service)
                        .sdkHttpResponse(response)
                        .build())
                .build();
    }

    private URI endpoint(String region) {
        String other = settings.value("endpoint");
        return other.isEmpty()
                ? URI.create("https://" + service + "." + region + "."
                        + PartitionMetadata.of(Region.of(region)).dnsSuffix())
                : URI.create(other);
    }

    private synchronized AwsCredentialsProvider credentials(String region) {
        if (signing.filter(known -> known.region.equals(region)).isEmpty()) {
            signing = Optional.of(
                    new Signing(region, settings.access(Optional.of(region)).credentials()));
        }
        return signing.get().credentials;
    }
}
