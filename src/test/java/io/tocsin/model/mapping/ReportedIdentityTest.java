package io.tocsin.model.mapping;

import static io.tocsin.model.mapping.Reported.alert;
import static io.tocsin.model.mapping.Reported.fingerprints;
import static io.tocsin.model.mapping.Reported.posted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real alert is never taken for another's repeat, where its sender gives no identity. */
class ReportedIdentityTest {
    @Test
    void twoJobsOfGlueAreTwoTroublesAndSuccessEndsThatOfItsOwnJob() {
        Alert before = alert("F03-glue-1-succeeded");
        Alert orders = alert("F03-glue-2-failed");
        Alert billing = alert("F03-glue-3-other-job-failed");
        Alert after = alert("F03-glue-4-succeeded-again");

        assertThat(before.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(after.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(fingerprints(before, orders, after)).hasSize(1);
        assertThat(fingerprints(orders, billing)).hasSize(2);
        assertThat(orders.title()).isEqualTo("Glue Job State Change: orders-load FAILED");
        assertThat(billing.title()).contains("billing-load");
        assertThat(orders.severity()).isEqualTo(Severity.HIGH);
        assertThat(orders.labels()).containsEntry("subject", "orders-load").containsEntry("state", "FAILED");
    }

    @ParameterizedTest
    @CsvSource({
        "Batch Job State Change, jobName, status, FAILED, SUCCEEDED",
        "SageMaker Training Job State Change, TrainingJobName, TrainingJobStatus, Failed, Completed",
        "ECR Image Scan, repository-name, scan-status, FAILED, COMPLETE",
        "EMR Cluster State Change, name, state, TERMINATED_WITH_ERRORS, COMPLETED",
        "Order import, import_name, state, failed, ok"
    })
    void anyEventsStateEndsWhatItTold(String type, String name, String field, String bad, String good) {
        ObjectNode failed = Reported.json("F03-glue-2-failed").put("detail-type", type);
        failed.putObject("detail")
                .put(name, "one")
                .put(field, bad)
                .put("message", "broken")
                .put("jobId", "17");
        ObjectNode other = failed.deepCopy();
        other.withObject("/detail").put(name, "another");
        ObjectNode well = failed.deepCopy();
        well.withObject("/detail").put(field, good).put("message", "well").put("jobId", "18");

        assertThat(alert(failed).severity()).isEqualTo(Severity.HIGH);
        assertThat(alert(failed).title()).contains(": one ");
        assertThat(alert(well).status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(fingerprints(alert(failed), alert(well))).hasSize(1);
        assertThat(fingerprints(alert(failed), alert(other))).hasSize(2);
    }

    @Test
    void theExecutionOfAStateMachineIsNotWhatItIsAbout() {
        ObjectNode failed =
                Reported.json("F03-glue-2-failed").put("detail-type", "Step Functions Execution Status Change");
        String machine = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders";
        String execution = "arn:aws:states:eu-west-1:111122223333:execution:orders:";
        failed.putArray("resources").add(execution + "run-1");
        failed.putObject("detail")
                .put("executionArn", execution + "run-1")
                .put("stateMachineArn", machine)
                .put("name", "run-1")
                .put("status", "FAILED");
        ObjectNode well = failed.deepCopy();
        well.putArray("resources").add(execution + "run-2");
        well.withObject("/detail")
                .put("executionArn", execution + "run-2")
                .put("name", "run-2")
                .put("status", "SUCCEEDED");
        ObjectNode other = failed.deepCopy();
        other.withObject("/detail").put("stateMachineArn", machine + "-of-another");

        assertThat(fingerprints(alert(failed), alert(well))).hasSize(1);
        assertThat(fingerprints(alert(failed), alert(other))).hasSize(2);
    }

    @Test
    void thePodsOfKubernetesAreTwoTroublesAndEachIsNamed() {
        Alert cart = alert("F04-k8s-1-pod-cart");
        Alert pay = alert("F04-k8s-2-pod-pay");
        Alert again = alert("F04-k8s-3-pod-cart-again");

        assertThat(fingerprints(cart, pay)).hasSize(2);
        assertThat(fingerprints(cart, again)).hasSize(1);
        assertThat(cart.title()).isEqualTo("Back-off restarting failed container (cart-7d9f)");
        assertThat(pay.title()).contains("pay-5c2a");
        assertThat(cart.source()).isEqualTo("shop");
    }

    @Test
    void anotherReasonIsAnotherTroubleOfThePodAndAnotherTextIsNot() {
        ObjectNode pod = Reported.json("F04-k8s-1-pod-cart");
        ObjectNode unmounted = pod.deepCopy().put("reason", "FailedMount");
        ObjectNode later = pod.deepCopy().put("message", "Back-off 2m40s restarting failed container");

        assertThat(fingerprints(alert(pod), alert(unmounted))).hasSize(2);
        assertThat(fingerprints(alert(pod), alert(later))).hasSize(1);
    }

    @Test
    void textOfTwoVolumesIsTwoTroubles() {
        ObjectNode one = Reported.json("F05-sns-text-vol-1");
        ObjectNode sameLater =
                one.deepCopy().put("Timestamp", "2026-11-29T11:00:00.000Z").put("MessageId", "other");

        assertThat(fingerprints(Reported.inside(one), Reported.inside(Reported.json("F05-sns-text-vol-2"))))
                .hasSize(2);
        assertThat(fingerprints(Reported.inside(one), Reported.inside(sameLater)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'down','job':'%s'}",
                "{'message':'down','job-name':'%s'}",
                "{'message':'down','JOB_NAME':'%s','jobRunId':'jr_%s'}",
                "{'message':'down','jobName':'%s'}",
                "{'message':'down','job':{'name':'%s'}}",
                "{'message':'down','pod':'%s','namespace':'shop'}",
                "{'message':'down','context':{'x':1},'resource':{'type':'queue','id':'%s'}}",
                "{'message':'down','host':'%s'}",
                "{'message':'down','hostname':'%s'}",
                "{'message':'down','service':'%s'}",
                "{'message':'down','instance':'%s'}",
                "{'message':'down','cluster':'%s'}",
                "{'message':'down','user':{'name':'%s'}}",
                "{'message':'down','UserName':'%s'}",
                "{'message':'down','DBInstanceIdentifier':'%s'}",
                "{'message':'down','labels':{'widget':'%s'}}",
                "{'message':'down','widget':'%s'}",
                "{'message':'down','monitor_id':'%s'}",
                "{'message':'down','url':'https://%s.example/?t=1'}",
                "{'message':'down','hosts':['%s']}",
                "{'message':'down','data':{'deep':{'queue':'%s'}}}",
                "{'message':'%s is down'}",
                "{'title':'Notification','message':'%s is down'}",
                "{'title':'%s is down'}",
                "{'title':'Pump stands','host':'%s'}",
                "{'message':'down','facts':[{'name':'Host','value':'%s'}]}",
                "{'message':'down','attachments':[{'color':'danger','fields':[{'title':'Host','value':'%s','short':true}]}]}",
                "{'message':'down','resource':[{'key':'pod','value':'%s'}]}",
                "{'message':'down','metrics':[{'name':'%s','value':91}]}",
                "{'message':'down','attachments':[{'text':'%s stands'}]}",
                "{'message':'down','blocks':[{'type':'section','text':{'type':'mrkdwn','text':'%s stands'}}]}",
                "{'message':'down','tags':['host:%s','env:prod']}",
                "{'message':'down','tags':'host:%s,env:prod'}",
                "{'message':'down','tags':['%s','warning']}",
                "{'message':'down','context':{'host':'%s'}}",
                "{'title':'down','rule':'cpu','details':{'host':'%s'}}",
                "{'title':'down','rule_name':'cpu','event':{'host':{'name':'%s'}}}",
                "{'title':'down','user':'ci','details':{'job':'%s'}}",
                "{'title':'down','topic':'alerts','data':{'pod':'%s'}}",
                "{'title':'down','disk':'sda1','env':'prod','data':{'host':'%s'}}",
                "{'title':'Backup','severity':'critical','message':'%s is not saved'}",
                "{'title':'Backup','description':'%s is not saved'}",
                "{'message':'Backup','body':'%s is not saved'}",
                "{'title':'%s','summary':'Backup'}",
                "{'title':'Backup','summary':'%s','status':'failed'}",
                "{'title':'Z: %s stands','alert':{'title':'A notification'}}"
            })
    void anotherSubjectIsAnotherTrouble(String payload) {
        assertThat(fingerprints(posted(payload.replace("%s", "web-1")), posted(payload.replace("%s", "web-2"))))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "job_id, nightly, hourly",
        "task_id, load-orders, load-carts",
        "vlan, 12, 13",
        "gpu, 0, 1",
        "slot, 1, 2",
        "floor, 3, 4",
        "imei, '\"490154203237518\"', '\"490154203237519\"'",
        "channel, '\"a\"', '\"b\"'"
    })
    void whatNamesAThingCountsEvenIfItIsANumberOrARunsWord(String field, String one, String other) {
        String payload = "{'title':'It stands','%s':%s}";
        assertThat(fingerprints(posted(payload, field, word(one)), posted(payload, field, word(other))))
                .hasSize(2);
    }

    private static String word(String value) {
        return Character.isLetter(value.charAt(0)) ? "'" + value + "'" : value.replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "closed-beta is down | open-beta is down",
                "ok-service stands | failed-service stands",
                "Voltage > 12 | Voltage < 12",
                "CPU > 90% | CPU < 5%",
                "C++ worker stands | C# worker stands",
                "Failed logins high | Successful logins high",
                "Open connections high | Closed connections high",
                "Room 3B smoke | Room 4B smoke",
                "Disk / full | Disk full"
            })
    void wordsOfStateInNamesAndSignsCountInAHeadline(String one, String other) {
        String payload = "{'title':'%s','host':'web-1'}";
        assertThat(fingerprints(posted(payload, one), posted(payload, other))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "Backup failed, Backup succeeded",
        "backup-failed, backup-succeeded",
        "deploy.failed, deploy.completed",
        "node-1 is DOWN!, node-1 is UP.",
        "scale - FAILED, scale - OK"
    })
    void anEndMeetsItsBeginningByTheHeadline(String begin, String end) {
        assertThat(fingerprints(
                        posted("{'title':'%s','status':'firing'}", begin), posted("{'title':'%s','status':'ok'}", end)))
                .hasSize(1);
        assertThat(fingerprints(posted("{'title':'%s','host':'h'}", begin), posted("{'title':'%s','host':'h'}", end)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'down','job':'a','status':'%s'}",
                "{'message':'is %s','job':'a'}",
                "{'title':'x','severity':'%s'}",
                "{'title':'x','labels':{'severity':'%s','run_id':'%s','a':'b'}}",
                "{'title':'x','count':%1$d7,'total_count':'%s'}",
                "{'title':'x','requestId':'%s','traceId':'%s','run_id':'%s','buildNumber':'%s','uid':'%s'}",
                "{'title':'x','time':'%s','createdAt':'%s','last_seen':'%s'}",
                "{'title':'x','host':'a','description':'%s','details':'%s'}",
                "{'title':'x','status':'firing','message':'it is %s'}",
                "{'title':'x','value':'%s','threshold':'%s'}",
                "{'title':'x','url':'https://ci.example/runs/%1$d7/'}",
                "{'title':'[%s] x','host':'a'}"
            })
    void anotherStateTimeCounterOrRunIsTheSameTrouble(String payload) {
        assertThat(fingerprints(
                        posted(payload.replace("%1$d", "1").replace("%s", "critical")),
                        posted(payload.replace("%1$d", "2").replace("%s", "warning"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Disk at 93% | Disk at 94 %",
                "No heartbeat for 3m | No heartbeat for 1h20m",
                "No heartbeat for 3 minutes | No heartbeat for 12 minutes",
                "4.2GB free on /data | 3.9 GiB free on /data",
                "Late since 2026-11-29T10:00:00Z | Late since 2026-11-29T11:30:00.123+01:00",
                "Late since 2026-11-29 10:00:00 UTC | Late since 2026-11-30 09:00:00 UTC",
                "Sun Nov 29 14:44:15 UTC 2026: late | Mon Nov 30 09:00:01 UTC 2026: late",
                "Late on Sun, 29 Nov 2026 10:00:00 GMT | Late on Mon, 30 Nov 2026 11:00:00 GMT",
                "Late at 20261129T100000Z | Late at 20261130T110000Z",
                "Nov 29 10:00:00 kernel panic | Nov 30 11:10:20 kernel panic",
                "Request 0f8fad5b-d9cb-469f-a165-70867728950e failed | Request 7c9e6679-7425-40de-944b-e07fc1f90ae7 failed",
                "[FIRING:1] Disk | [RESOLVED] Disk",
                "PROBLEM: Disk | RECOVERY: Disk"
            })
    void timesUuidsMeasuresAndMarksOfStateAreNotTheText(String one, String other) {
        assertThat(fingerprints(posted("{'message':'%s'}", one), posted("{'message':'%s'}", other)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Disk 1 is full | Disk 2 is full",
                "vol-1m is full | vol-2m is full",
                "Port 5432 is closed | Port 5433 is closed",
                "00:1b:10:20:30:5d is gone | 00:1b:10:20:31:3d is gone",
                "10.0.0.1 is down | 10.0.0.2 is down",
                "fe80::10:20:30 is down | fe80::10:21:30 is down",
                "/mnt/2g is full | /mnt/3g is full",
                "exit code 1 | exit code 2",
                "v1.2.3 crashes | v1.2.4 crashes",
                "Backup: vol-1 | Backup: vol-2",
                "web-3s is down | web-4s is down"
            })
    void allElseOfATextCounts(String one, String other) {
        assertThat(fingerprints(posted("{'message':'%s'}", one), posted("{'message':'%s'}", other)))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'host':'web-1'", "'service':'shop'", "'labels':{'job':'node'}", "'job':'node'"})
    void twoHeadlinesOfOneThingAreTwoTroubles(String subject) {
        Alert full = posted("{'title':'Disk full',%s}", subject);

        assertThat(fingerprints(full, posted("{'title':'Load high',%s}", subject)))
                .hasSize(2);
        assertThat(full.title()).isEqualTo("Disk full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "1.", "1s", "1h1m", "12 3", "2026-", "a-", "<1"})
    void aLongListOfNumbersIsToldLikeAnyText(String part) {
        String list = part.repeat(8_000);

        assertThat(fingerprints(
                        posted("{'message':'%s one'}", list.substring(0, 16_000)),
                        posted("{'message':'%s'}", "one " + list)))
                .hasSize(2);
        assertThat(posted("{'title':'%s','host':'a','tags':'%s'}", list, list).title())
                .isNotEmpty();
    }

    @Test
    void aContainersNameIsNotMistakenForItsImageOrRun() {
        String pod = "{'message':'restarts','pod':{'name':'%s','uid':'%s'},'container':{'image':'a:%s','name':'c'}}";

        assertThat(fingerprints(posted(pod, "cart", "u1", "1"), posted(pod, "cart", "u2", "2")))
                .hasSize(1);
        assertThat(fingerprints(posted(pod, "cart", "u1", "1"), posted(pod, "pay", "u1", "1")))
                .hasSize(2);
    }

    @Test
    void aFindingOfOneResourceIsNoOtherFinding() {
        ObjectNode finding = Reported.json("F03-glue-2-failed")
                .put("detail-type", "Macie Finding")
                .put("source", "aws.macie");
        finding.putObject("detail")
                .put("id", "f-1")
                .put("type", "Policy:IAMUser/S3")
                .put("status", "ACTIVE");
        ObjectNode other = finding.deepCopy();
        other.withObject("/detail").put("id", "f-2");
        ObjectNode archived = finding.deepCopy();
        archived.withObject("/detail").put("status", "ARCHIVED");

        assertThat(fingerprints(alert(finding), alert(other))).hasSize(2);
        assertThat(fingerprints(alert(finding), alert(archived))).hasSize(1);
        assertThat(alert(archived).status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @Test
    void anApiCallIsAboutWhatItWasMadeOn() {
        ObjectNode call = Reported.json("F03-glue-2-failed").put("detail-type", "AWS API Call via CloudTrail");
        call.putObject("detail")
                .put("eventName", "DeleteBucket")
                .put("eventSource", "s3.amazonaws.com")
                .put("requestID", "1");
        call.withObject("/detail").putObject("requestParameters").put("bucketName", "one");
        ObjectNode other = call.deepCopy();
        other.withObject("/detail/requestParameters").put("bucketName", "another");
        ObjectNode again = call.deepCopy();
        again.withObject("/detail").put("requestID", "2");

        assertThat(fingerprints(alert(call), alert(other))).hasSize(2);
        assertThat(fingerprints(alert(call), alert(again))).hasSize(1);
        assertThat(alert(call).title()).endsWith("(one)");
    }

    @Test
    void twoMessagesOfOneHostAreTwoTroubles() {
        assertThat(fingerprints(
                        posted("{'message':'disk full','host':'web-1'}"), posted("{'message':'load','host':'web-1'}")))
                .hasSize(2);
    }

    @Test
    void aHeadlineThatSaysHowItEndedIsTheSameTrouble() {
        assertThat(fingerprints(
                        posted("{'title':'Job orders failed','job':'orders','status':'failed'}"),
                        posted("{'title':'Job orders succeeded','job':'orders','status':'succeeded'}")))
                .hasSize(1);
        assertThat(fingerprints(
                        posted("{'title':'Database is down','service':'db'}"),
                        posted("{'title':'Database is up again','service':'db','status':'ok'}")))
                .hasSize(1);
    }

    @Test
    void theSameNameInAnotherWritingIsTheSameTrouble() {
        assertThat(fingerprints(
                        posted("{'message':'down','jobName':'a'}"),
                        posted("{'message':'down','job-name':'a'}"),
                        posted("{'message':'down','job_name':'a'}"),
                        posted("{'message':'down','job':{'name':'a'}}")))
                .hasSize(1);
    }

    @Test
    void aCloudEventIsAboutItsTypeSourceAndSubject() {
        String event =
                "{'specversion':'1.0','id':'%s','source':'%s','type':'%s','subject':'%s','data':{'message':'%s'}}";
        Alert one = posted(event, "1", "/ci", "deploy", "web", "broken 1");

        assertThat(fingerprints(one, posted(event, "2", "/ci", "deploy", "web", "broken 2")))
                .hasSize(1);
        assertThat(fingerprints(one, posted(event, "2", "/ci", "deploy", "api", "broken 1")))
                .hasSize(2);
        assertThat(fingerprints(one, posted(event, "2", "/cd", "deploy", "web", "broken 1")))
                .hasSize(2);
        assertThat(fingerprints(one, posted(event, "2", "/ci", "build", "web", "broken 1")))
                .hasSize(2);
    }
}
