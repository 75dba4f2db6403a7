using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Text;

static class Runner
{
    static void Main()
    {
        foreach (string line in File.ReadAllLines("cases.tsv"))
        {
            string[] fields = line.Split('\t');
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string header in Text(fields[2]).Trim().Split('\n'))
            {
                string[] pair = header.Split(new[] { ": " }, 2, StringSplitOptions.None);
                headers[pair[0]] = pair[pair.Length - 1];
            }
            Func<string, string> find = name => headers.TryGetValue(name, out string value) ? value : null;
            MethodInfo verify = Assembly.GetExecutingAssembly().GetType(fields[0] + ".WebhookSignature").GetMethod("Verify");
            object result = verify.Invoke(null, new object[] { Convert.FromBase64String(fields[1]), find, Text(fields[3]) });
            Console.WriteLine((bool)result ? "true" : "false");
        }
    }

    static string Text(string encoded)
    {
        return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
    }
}
