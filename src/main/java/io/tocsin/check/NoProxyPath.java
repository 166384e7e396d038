package io.tocsin.check;

import io.tocsin.files.Finding;
import java.util.List;
import java.util.Set;

/** A door whose path begins with {@code proxy}: Camel would make an open proxy of it (CVE-2026-85316). */
final class NoProxyPath implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        return files.endpoints()
                .filter(endpoint -> Set.of("platform-http", "accept").contains(endpoint.scheme()))
                .filter(endpoint -> endpoint.path().replaceFirst("^/+", "").startsWith("proxy"))
                .map(endpoint -> endpoint.place()
                        .finding(
                                "the path `" + endpoint.path() + "`",
                                "a path that does not begin with proxy: Camel makes an open proxy of one that does"
                                        + " (CVE-2026-85316)",
                                "rename it"))
                .distinct()
                .toList();
    }
}
