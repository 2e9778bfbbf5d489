import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;

/** Articles of a crawler go to `reprise index add DIR --jsonl -`; a verdict, one line of JSON, comes back for each. JDK 11 or later. */
public final class CommandCrawler implements AutoCloseable {
  private final Process process;
  private final Writer toReprise;
  private final Thread reader;
  private final Queue<CompletableFuture<String>> waiting = new ConcurrentLinkedQueue<>();
  private boolean ended;  // guarded by this

  public CommandCrawler(String command, String directory) throws IOException {
    process = new ProcessBuilder(command, "index", "add", directory, "--jsonl", "-").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    toReprise = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    reader = new Thread(this::readAnswers, "reprise answers");
    reader.start();
  }

  /**
   * Sends one article, its fields by name. The answer is a verdict, or {"error": ..., "line": ...} for an article that was not taken, and is
   * completed when the article is on the disk. add(...).join() waits for it; the articles of a caller that sends on meanwhile share their syncs.
   */
  public synchronized CompletableFuture<String> add(Map<String, String> article) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    if (ended) return CompletableFuture.failedFuture(new IOException("reprise has ended"));
    waiting.add(answer);  // answers come in the order of the articles
    try {
      StringJoiner line = new StringJoiner(",", "{", "}\n");
      article.forEach((name, value) -> line.add(quoted(name) + ":" + quoted(value)));
      toReprise.write(line.toString());
      toReprise.flush();
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private void readAnswers() {
    IOException why = new IOException("reprise has ended without an answer");
    try (BufferedReader from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = from.readLine()) != null; ) waiting.remove().complete(line);
    } catch (IOException e) {
      why = e;
    }
    synchronized (this) {
      ended = true;
      for (CompletableFuture<String> answer; (answer = waiting.poll()) != null; ) answer.completeExceptionally(why);
    }
  }

  /** Waits for the last answers. Exit code 0 or 1 (some articles were errors) is fine. */
  @Override
  public void close() throws IOException {
    try {
      toReprise.close();
      reader.join();
      int code = process.waitFor();
      if (code > 1) throw new IOException("reprise ended with exit code " + code);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }

  /** Usage: java CommandCrawler.java COMMAND DIR */
  public static void main(String[] arguments) throws IOException {
    String text = "The ferry to the island will not sail before Monday, the harbour office said, because a cable lies across the channel and"
        + " divers have to cut it in daylight.\n\n\"We have asked the navy for its barge, and until it comes nobody will pass,\" the harbour master"
        + " told reporters – she had spent the night aboard a pilot boat. Bread and medicine are flown over by the coast guard, which makes four"
        + " journeys a day, while forty lorries loaded with fruit wait on the quay and their drivers play cards in the customs hall.";
    try (CommandCrawler reprise = new CommandCrawler(arguments[0], arguments[1])) {
      CompletableFuture<String> first = reprise.add(Map.of("id", "t-1", "outlet", "TASS", "published", "2024-02-01T08:00:00Z", "text", text));
      CompletableFuture<String> second = reprise.add(Map.of("id", "f-1", "outlet", "Fars", "published", "2024-02-01T11:30:00Z", "text", text));
      CompletableFuture<String> third = reprise.add(Map.of("id", "empty", "text", ""));
      System.out.println(first.join());
      System.out.println(second.join());
      System.out.println(third.join());
    }
  }
}
