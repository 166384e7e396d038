package io.tocsin.channel;

import io.tocsin.channel.aws.ApprovalSend;
import io.tocsin.channel.aws.ConnectCall;
import io.tocsin.channel.aws.PutEvent;
import io.tocsin.channel.aws.SesSend;
import io.tocsin.channel.aws.SnsPublish;
import io.tocsin.channel.aws.SqsSend;

/**
 * Makes the senders of the AWS channels: in a template's {@code beans:} {@code factoryBean: awsSends}, {@code factoryMethod:} one
 * of these, and the settings as the only constructor argument.
 *
 * <p>Settings are {@code name=value}, a line each: those of {@link io.tocsin.aws.access.AwsSettings#access}, {@code concurrency}, {@code
 * connectTimeout} and {@code responseTimeout} (milliseconds), and the one that says where to.
 */
public final class AwsSends {

    AwsSends() {}

    /** For {@code email-ses}. @throws IllegalArgumentException with the settings that contradict one another */
    public static SesSend email(String settings) {
        return new SesSend(settings);
    }

    /** For {@code sns}, {@code sms-sns} and {@code push-sns}. @throws IllegalArgumentException as {@link #email} */
    public static SnsPublish sns(String settings) {
        return new SnsPublish(settings);
    }

    /** For {@code sqs}. @throws IllegalArgumentException as {@link #email} */
    public static SqsSend sqs(String settings) {
        return new SqsSend(settings);
    }

    /** For {@code eventbridge}. @throws IllegalArgumentException as {@link #email} */
    public static PutEvent eventBridge(String settings) {
        return new PutEvent(settings);
    }

    /** For {@code codepipeline-approval}. @throws IllegalArgumentException as {@link #email} */
    public static ApprovalSend approval(String settings) {
        return new ApprovalSend(settings);
    }

    /** For {@code voice-connect}. @throws IllegalArgumentException as {@link #email} */
    public static ConnectCall connect(String settings) {
        return new ConnectCall(settings);
    }
}
