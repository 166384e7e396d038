package io.tocsin.model.delivery;

import java.util.List;
import java.util.Optional;

/** Knows one family of exceptions. */
interface Witness {

    /** The judgement, or empty where nothing of the chain (outermost first, never empty) is of this family. */
    Optional<Failure> judge(List<Throwable> chain);

    /** The outermost of that type. */
    static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
