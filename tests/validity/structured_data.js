// Reads {"address": "html", …} from standard input; prints {"address": ["what failed", …], …} for the Google preset.
const { structuredDataTest } = require('structured-data-testing-tool')
const { Google } = require('structured-data-testing-tool/presets')

const failuresOf = async (html) => {
  const asStrings = ({ description, test, error }) => `${description || test}: ${error && error.message ? error.message : error || ''}`
  try {
    await structuredDataTest(html, { presets: [Google] })
    return []
  } catch (error) {
    if (error.type !== 'VALIDATION_FAILED') throw error
    return error.res.failed.map(asStrings)
  }
}

const main = async () => {
  const chunks = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  const pages = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  const found = {}
  for (const [address, html] of Object.entries(pages)) found[address] = await failuresOf(html)
  process.stdout.write(JSON.stringify(found))
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
})
