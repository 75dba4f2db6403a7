<?php

foreach (file('cases.tsv', FILE_IGNORE_NEW_LINES) as $line) {
    [$name, $body, $headers, $secret] = explode("\t", $line);
    $verify = "$name\\verify";
    // A namespace of its own for each, because all of them are called verify.
    if (!function_exists($verify)) {
        eval(str_replace('<?php', "namespace $name;", file_get_contents("$name.php")));
    }
    $pairs = [];
    foreach (array_filter(explode("\n", base64_decode($headers))) as $header) {
        [$key, $value] = explode(': ', $header, 2);
        $pairs[$key] = $value;
    }
    echo $verify(base64_decode($body), $pairs, base64_decode($secret)) ? "true\n" : "false\n";
}
