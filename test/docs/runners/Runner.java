import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

class Runner {
  public static void main(String[] args) throws Exception {
    for (String line : Files.readAllLines(Path.of("cases.tsv"))) {
      String[] fields = line.split("\t", -1);
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String header : text(fields[2]).strip().split("\n")) {
        String[] pair = header.split(": ", 2);
        headers.put(pair[0], pair[pair.length - 1]);
      }
      var verify =
          Class.forName(fields[0] + ".WebhookSignature")
              .getDeclaredMethod("verify", byte[].class, Function.class, String.class);
      verify.setAccessible(true);
      Function<String, String> header = headers::get;
      System.out.println(verify.invoke(null, decode(fields[1]), header, text(fields[3])));
    }
  }

  static byte[] decode(String text) {
    return Base64.getDecoder().decode(text);
  }

  static String text(String encoded) {
    return new String(decode(encoded), StandardCharsets.UTF_8);
  }
}
