package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;

/** Looks for one kind of mistake in the route files. Pure: it reads what {@link RouteFiles} has read. */
@FunctionalInterface
interface RouteRule {

    /** A finding for each place where the mistake was made. */
    List<Finding> check(RouteFiles files);
}
