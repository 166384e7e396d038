# Module: a web page where a provider's answer should be, such as the login of a proxy in between. Whether the provider has the
# message nobody knows.

def is_page: .status >= 200 and .status < 300 and (.body | type) == "string" and (.body | test("^\\s*<"));
def verdict($provider): {class: "unknown", reason: "\($provider): a page that is no answer, such as the login of a proxy (HTTP \(.status))"};
