package io.tocsin.model.alert;

import java.util.Set;

/** An ARN, {@code arn:partition:service:region:account:resource}, as far as an identity needs to know it. */
final class Arn {
    private static final int BEFORE_RESOURCE = 6;
    private static final Set<String> RUNS = Set.of(
            "execution", "express", "job", "jobrun", "job-run", "task", "build", "task-execution", "mapRun", "command");

    private Arn() {}

    /** What stands behind the account; the whole where it is no whole ARN. */
    static String resource(String arn) {
        String[] parts = arn.split(":", BEFORE_RESOURCE);
        return parts.length < BEFORE_RESOURCE ? arn : parts[BEFORE_RESOURCE - 1];
    }

    /** An execution, a job's run or a task changes each time: what is left is what it is one of. */
    static String withoutRun(String arn) {
        String resource = resource(arn);
        int last = Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':'));
        String type = resource.split("[:/]", 2)[0];
        return last > 0 && RUNS.contains(type) ? arn.substring(0, arn.length() - resource.length() + last) : arn;
    }
}
