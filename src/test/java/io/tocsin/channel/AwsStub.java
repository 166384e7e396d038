package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests of the AWS channels share: a stub that speaks AWS's query and JSON protocols to the real SDK. */
final class AwsStub {
    static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms";
    static final String PUBLISHED = """
            <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
              <PublishResult><MessageId>sns-1</MessageId></PublishResult>
            </PublishResponse>""";
    static final String MAILED = """
            <SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">
              <SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult>
            </SendRawEmailResponse>""";
    static final ObjectMapper JSON = new ObjectMapper();

    private AwsStub() {}

    static WireMockExtension server() {
        return WireMockExtension.newInstance()
                .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
                .build();
    }

    /** The parameters that every AWS channel has, for that endpoint; with more of its own. */
    static Map<String, String> at(String endpoint, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "endpoint", endpoint,
                "accessKey", "AKIDEXAMPLE",
                "secretKey", "se+cr&et",
                "connectTimeout", "1000",
                "responseTimeout", "8000"));
        all.putAll(more);
        return all;
    }

    /** An error as SNS and SES write it. */
    static ResponseDefinitionBuilder xmlError(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withBody("<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                        + "</Code><Message>words of AWS</Message></Error><RequestId>r1</RequestId></ErrorResponse>");
    }

    /** An error as SQS, EventBridge and Connect write it. */
    static ResponseDefinitionBuilder jsonError(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/x-amz-json-1.0")
                .withHeader("X-Amzn-ErrorType", code)
                .withBody("{\"__type\":\"com.amazonaws#" + code + "\",\"message\":\"words of AWS\"}");
    }

    static LoggedRequest only(WireMockExtension aws) {
        var requests = aws.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
        if (requests.size() != 1) {
            throw new AssertionError(requests.size() + " requests");
        }
        return requests.get(0);
    }

    /** The fields of the query protocol's form. */
    static Map<String, String> form(WireMockExtension aws) {
        return form(only(aws));
    }

    static Map<String, String> form(LoggedRequest request) {
        return Stream.of(request.getBodyAsString().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    static JsonNode json(WireMockExtension aws) throws IOException {
        return JSON.readTree(only(aws).getBody());
    }

    /** The values of SNS's message attributes by name. */
    static Map<String, String> attributes(Map<String, String> form) {
        return form.entrySet().stream()
                .filter(field -> field.getKey().matches("MessageAttributes\\.entry\\.\\d+\\.Name"))
                .collect(Collectors.toMap(
                        Map.Entry::getValue, field -> form.get(field.getKey().replace(".Name", ".Value.StringValue"))));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static int requests(WireMockExtension aws) {
        return aws.findAll(postRequestedFor(anyUrl())).size();
    }
}
