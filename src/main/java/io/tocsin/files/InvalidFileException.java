package io.tocsin.files;

import java.util.List;
import java.util.stream.Collectors;

/** One or more files that a user edits are wrong; nothing of them was taken over. */
public final class InvalidFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Finding> findings;

    /** @param findings what is wrong, at least one */
    public InvalidFileException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, in the order of files and lines. */
    public List<Finding> findings() {
        return findings;
    }
}
