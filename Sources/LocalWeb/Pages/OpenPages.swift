import HTTPTypes
import Hummingbird
import SyncAgent

/// The door: a one-time link becomes a session. And the page's own files, which hold nothing secret.
struct OpenPages {
    let desk: Desk

    func add(to router: Router<PageContext>) {
        router.get("/open") { request, context in
            let key = request.uri.queryParameters["key"].map { String($0) } ?? ""
            guard let session = desk.sessions.open(key) else {
                return Answer.plain(.forbidden, .linkUsed, context.language)
            }
            // Not a redirect: a browser that came from another page would not send the cookie along.
            var response = Answer.html(Self.welcome)
            response.setCookie(
                Cookie(
                    name: SessionGuard.cookieName(desk.sessions), value: session.cookie, path: "/",
                    secure: false, httpOnly: true, sameSite: .strict))
            return response
        }
        router.get("/assets/style.css") { _, _ in
            Answer.asset(PackageResources.style_css, type: "text/css; charset=utf-8")
        }
        router.get("/assets/page.js") { _, _ in
            Answer.asset(PackageResources.page_js, type: "text/javascript; charset=utf-8")
        }
        router.get("/assets/icon.svg") { _, _ in
            Answer.asset(PackageResources.icon_svg, type: "image/svg+xml")
        }
    }

    private static let welcome = """
        <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>zssync</title>
        <meta http-equiv="refresh" content="0;url=/"></head>
        <body><p><a href="/">打开 zssync · Open zssync</a></p></body></html>
        """
}
