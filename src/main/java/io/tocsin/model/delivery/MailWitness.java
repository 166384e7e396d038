package io.tocsin.model.delivery;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * Jakarta Mail's exceptions, by the SMTP reply (RFC 5321, 4.2.1): 4xx is transient, 5xx permanent, and 454 is Amazon SES's
 * word for "over the sending rate", so rate-limited.
 */
record MailWitness() implements Witness {
    private static final int OVER_RATE = 454;
    private static final int PERMANENT_REPLY = 500;
    private static final int FAILURE_REPLY = 400;
    private static final Pattern REPLY = Pattern.compile("\\s*([45][0-9]{2})[ -]");

    private record Reply(int code, String words) {}

    @Override
    public Optional<Failure> judge(List<Throwable> chain) {
        Optional<MessagingException> failed = Witness.first(chain, MessagingException.class);
        return failed.map(e -> judge(e, chain));
    }

    private static Failure judge(MessagingException failed, List<Throwable> chain) {
        // Of several refused recipients the one with hope decides: nobody has the mail, and that one may get it yet.
        Optional<Reply> mildest = chain.stream()
                .flatMap(thrown -> reply(thrown).stream())
                .reduce((one, other) -> other.code() < one.code() ? other : one);
        if (mildest.isPresent()) {
            return judge(mildest.get());
        }
        if (Witness.first(chain, MailConnectException.class).isPresent()) {
            return Failure.of(FailureClass.TRANSIENT, "not sent: " + failed.getMessage());
        }
        if (isHopeless(chain)) {
            return Failure.of(FailureClass.PERMANENT, failed.getMessage());
        }
        return new NetworkWitness()
                .judge(chain)
                .orElseGet(() -> Failure.of(FailureClass.TRANSIENT, failed.getMessage()));
    }

    private static Failure judge(Reply reply) {
        FailureClass failureClass = reply.code() >= PERMANENT_REPLY
                ? FailureClass.PERMANENT
                : reply.code() == OVER_RATE ? FailureClass.RATE_LIMITED : FailureClass.TRANSIENT;
        return Failure.answered(failureClass, reply.code(), reply.words(), Optional.empty());
    }

    private static boolean isHopeless(List<Throwable> chain) {
        return chain.stream()
                .anyMatch(e -> e instanceof ParseException
                        || e instanceof SendFailedException
                        || e instanceof AuthenticationFailedException);
    }

    private static Optional<Reply> reply(Throwable thrown) {
        int code = 0;
        if (thrown instanceof SMTPAddressFailedException address) {
            code = address.getReturnCode();
        } else if (thrown instanceof SMTPSendFailedException send) {
            code = send.getReturnCode();
        } else if (thrown instanceof SMTPSenderFailedException sender) {
            code = sender.getReturnCode();
        } else if (thrown instanceof MessagingException && thrown.getMessage() != null) {
            Matcher matcher = REPLY.matcher(thrown.getMessage());
            code = matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
        }
        return code < FAILURE_REPLY ? Optional.empty() : Optional.of(new Reply(code, thrown.getMessage()));
    }
}
