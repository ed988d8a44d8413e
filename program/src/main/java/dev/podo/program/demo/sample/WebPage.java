package dev.podo.program.demo.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/// The page that a person sees; it talks to the API through the same host.
final class WebPage implements HttpHandler {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Guestbook</title>
      <style>
        body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #2b2140; }
        h1 { color: #6b3fa0; } form { display: flex; gap: .5rem; } input { flex: 1; font: inherit; padding: .4rem; }
        button { font: inherit; background: #6b3fa0; color: white; border: 0; padding: .4rem 1rem; border-radius: .3rem; }
        li { border-bottom: 1px solid #ddd; padding: .3rem 0; list-style: none; } ul { padding: 0; } footer { color: #888; font-size: .8rem; }
      </style>
      <h1>Guestbook</h1>
      <p id="greeting"></p>
      <form><input name="entry" placeholder="Write something" maxlength="200" required><button>Sign</button></form>
      <ul></ul>
      <footer>page by VERSION on HOST</footer>
      <script>
        const list = document.querySelector("ul");
        async function show() {
          const lines = (await (await fetch("/api/entries")).text()).trim().split("\\n");
          document.querySelector("#greeting").textContent = lines.shift();
          list.replaceChildren(...lines.filter(l => l).map(l => Object.assign(document.createElement("li"), {textContent: l})));
        }
        document.querySelector("form").onsubmit = async e => {
          e.preventDefault();
          await fetch("/api/entries", {method: "POST", body: e.target.entry.value});
          e.target.reset();
          show();
        };
        show();
      </script>
      </html>
      """;

  private final String page;

  WebPage(String host, String version) {
    this.page = PAGE.replace("VERSION", version).replace("HOST", host);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Reply.send(exchange, 200, "text/html; charset=utf-8", page);
  }
}
